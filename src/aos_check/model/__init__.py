"""The types that everything else speaks in; nothing here reads or writes a file."""
