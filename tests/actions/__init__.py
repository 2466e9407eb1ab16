"""Composite actions, run step by step as a runner of GitHub does, without a runner.

`composite.run_action` runs the real steps of an `action.yml`. What it does not know it refuses with
`Unsupported`, so that no test passes over something that was not really done.
"""
