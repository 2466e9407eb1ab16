"""What a check tells the person who waits for it."""

from __future__ import annotations

from collections.abc import Callable


class Console:
    """Where a check reports to while it works. This one stays silent."""

    def note(self, text: str) -> None:
        """Say that something is missing or takes long."""

    def detail(self, text: str) -> None:
        """Say something that only a curious user wants to know."""

    def progress(self, done: int, total: int) -> None:
        """Take note that `done` of at most `total` documents are read."""

    def finish_progress(self) -> None:
        """Take note that reading has ended."""

    def on_exit(self, close: Callable[[], None]) -> None:
        """Call `close` when the command ends."""
