"""What a coding agent is told as it works: before it writes or runs, afterwards, and as it stops.

This is advice: what counts is what git's hooks and CI say. A call costs an agent time at each of
its steps, so nothing here imports at its top what takes long to import.
"""
