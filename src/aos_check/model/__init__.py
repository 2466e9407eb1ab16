"""The types that all other packages share; none of them reads or writes a file."""
