"""Reads a tree into projects by its layouts, and reports everything that cannot be read."""
