"""The answers to a coding agent before and after it uses a tool, and when a session starts or ends.

The hook advises; git's hooks and CI decide. An agent waits for every answer, so no module here
imports at its top what takes long to load.
"""
