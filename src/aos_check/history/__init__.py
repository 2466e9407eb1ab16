"""Reads commits: their messages, authors, ranges and tasks, and the timeline."""
