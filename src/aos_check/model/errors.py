"""The error for everything that the user can fix: usage, configuration, nothing to check."""

from __future__ import annotations


class CannotCheckError(Exception):
    """A check is impossible until the user changes something; ends with exit code 2.

    `message` states the fact, `remedy` the fix in one line. `next_step` is a command; "" for none.
    """

    next_step = ""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class NothingToCheckError(CannotCheckError):
    """There are no documents."""


class MissingObjectError(CannotCheckError):
    """An object is missing from the repository, as contents are from a partial clone."""
