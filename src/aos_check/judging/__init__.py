"""One check: what to read, which rules apply, and the report."""
