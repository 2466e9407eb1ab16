"""The language server for editors: findings as the user types, hovers, definitions and fixes."""
