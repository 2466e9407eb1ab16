"""What the user can put right: bad usage, bad configuration, nothing to check."""

from __future__ import annotations


class CannotCheckError(Exception):
    """Checking is impossible until the user changes something; ends in exit code 2.

    `message` says what is the case, `remedy` the one line that helps.
    """

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
