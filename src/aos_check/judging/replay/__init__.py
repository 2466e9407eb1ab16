"""Replaying the history: what the rules would have stopped, and a configuration that fits."""
