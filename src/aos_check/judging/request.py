"""A requested check: its options, and the console it reports its progress to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, timezone
from pathlib import Path
from typing import NamedTuple


def utc_today() -> date:
    """Today's date in UTC: a check does not depend on the local time zone."""
    return datetime.now(timezone.utc).date()


class Console:
    """Receives the messages of a check at work. This one prints nothing."""

    def note(self, text: str) -> None:
        """Report that something is missing or takes time."""

    def detail(self, text: str) -> None:
        """Report a detail for --verbose."""

    def progress(self, done: int, total: int, what: str = "documents") -> None:
        """Report that `done` of at most `total` are read."""

    def finish_progress(self) -> None:
        """Report that all are read."""

    def on_exit(self, close: Callable[[], None]) -> None:
        """Call `close` when the command ends."""


class CheckRequest(NamedTuple):
    """The options that select the files, the configuration and the baseline.

    `live`: read the cycles of plan, execute, express and review from their bucket too.
    """

    root: Path | None = None
    config_file: Path | None = None
    config_from: str | None = None
    baseline_file: Path | None = None
    stdin: Path | None = None
    allow_empty: bool = False
    live: bool = False
    console: Console = Console()
    clock: Callable[[], date] = utc_today


class ClosingConsole(Console):
    """Closes everything with `kept`."""

    def __init__(self, kept: ExitStack) -> None:
        self._kept = kept

    def on_exit(self, close: Callable[[], None]) -> None:
        """Call `close` with `kept`."""
        self._kept.callback(close)


@contextmanager
def closing_request() -> Iterator[CheckRequest]:
    """A request that closes everything it opened, for a command that goes on with other work."""
    with ExitStack() as kept:
        yield CheckRequest(allow_empty=True, console=ClosingConsole(kept))
