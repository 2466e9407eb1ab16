"""Answers to a coding agent at work: before and after it uses a tool, at start and end.

The hook advises; git's hooks and CI decide. An agent waits for every answer, so no module here
imports at its top what takes long to load.
"""
