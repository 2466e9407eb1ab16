"""Samples of the input that each coding agent sends to its hooks."""
