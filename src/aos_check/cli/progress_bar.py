"""A bar that shows how far a long run has come."""

from __future__ import annotations

import sys
import time

import click

PATIENCE = 1.0
"""Seconds that pass in silence."""

_PAUSE = 0.1
_WIDTH = 24


class Progress:
    """Told how much is read, it says so on a terminal, and wipes it away in the end."""

    def __init__(self, *, wanted: bool) -> None:
        self._wanted = wanted and sys.stderr.isatty()
        self._next = time.monotonic() + PATIENCE
        self._shown = False

    def __call__(self, done: int, total: int) -> None:
        """Take note that `done` of at most `total` documents are read."""
        now = time.monotonic()
        if self._wanted and now >= self._next:
            self._next = now + _PAUSE
            self._shown = True
            filled = "#" * min(_WIDTH, _WIDTH * done // max(total, 1))
            bar = f"[{filled:-<{_WIDTH}}] {done} of {total} documents"
            click.echo(f"\r\x1b[Kreading {bar}", nl=False, err=True)

    def wipe(self) -> None:
        """Leave no trace."""
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)
