"""Reading: a tree and its layouts become projects; what cannot be read becomes a problem."""
