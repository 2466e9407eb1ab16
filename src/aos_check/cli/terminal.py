"""Notes and a progress bar on standard error."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from aos_check.cli import options
from aos_check.cli.output import say
from aos_check.judging.request import Console

if TYPE_CHECKING:
    from aos_check.judging.request import CheckRequest

PATIENCE = 1.0
"""Seconds before the bar appears."""

_PAUSE = 0.1
_WIDTH = 24


def request_of(given: dict[str, Any], **more: Any) -> CheckRequest:  # noqa: ANN401 - fields of it
    """The request that the options describe, with the terminal as its console."""
    from aos_check.judging.request import CheckRequest

    known = {name: given[name] for name in CheckRequest._fields if name in given}
    return CheckRequest(**known, **more, console=Terminal(quiet=given.get("quiet", False)))


class Terminal(Console):
    """A console on standard error."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._next = time.monotonic() + PATIENCE
        self._shown = False

    def note(self, text: str) -> None:
        """Write a line, except with `--quiet`."""
        if not self._quiet:
            say(f"aos-check: {text}")

    def detail(self, text: str) -> None:
        """Write a line with `--verbose`."""
        if options.is_verbose():
            say(f"aos-check: {text}")

    def progress(self, done: int, total: int, what: str = "documents") -> None:
        """Draw the bar if reading takes long and standard error is a terminal."""
        now = time.monotonic()
        able = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        if now < self._next or self._quiet or not able:
            return
        self._next = now + _PAUSE
        self._shown = True
        filled = "#" * min(_WIDTH, _WIDTH * done // max(total, 1))
        bar = f"[{filled:-<{_WIDTH}}] {done} of {total} {what}"
        click.echo(f"\r\x1b[Kreading {bar}", nl=False, err=True)

    def finish_progress(self) -> None:
        """Remove the bar."""
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)

    def on_exit(self, close: Callable[[], None]) -> None:
        """Call `close` when the command ends."""
        click.get_current_context().call_on_close(close)
