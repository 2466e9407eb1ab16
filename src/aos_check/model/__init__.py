"""The types of all other packages. Nothing here reads or writes a file."""
