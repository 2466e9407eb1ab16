"""The answers to a coding agent before and after it uses a tool, and when a session starts or ends.

The hook advises. Git's hooks and CI decide. An agent waits for every answer, so the modules here
import slow modules only where they use them.
"""
