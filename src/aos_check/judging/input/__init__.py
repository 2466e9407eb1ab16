"""Reading what to check: the worktree, the index or commits, and the rules in force for them."""
