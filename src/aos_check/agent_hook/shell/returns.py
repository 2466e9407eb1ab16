"""Where a line stands again when a subshell, or the body of a function, has ended."""

from __future__ import annotations

from typing import NamedTuple

from aos_check.agent_hook.shell.paths import Places, Spot


class _Body(NamedTuple):
    """The body of a function that is read, not run: nobody goes anywhere in it."""

    end: int
    depth: int
    spot: Spot


class Returns:
    """The folders to go back to, in one run of commands."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._shells: list[Spot] = []
        self._bodies: list[_Body] = []

    def reach(self, at: int, depth: int) -> None:
        """Come to the command with this number, in so many subshells."""
        while len(self._shells) < depth:
            self._shells.append(self._places.spot)
        while len(self._shells) > depth:
            self._places.spot = self._shells.pop()
        while self._bodies and self._bodies[-1].end < at:
            ended = self._bodies.pop()
            if ended.depth <= depth:
                self._places.spot = ended.spot

    def note(self, end: int, depth: int) -> None:
        """Remember a body that ends with that command, and where the line stands before it."""
        self._bodies.append(_Body(end, depth, self._places.spot))
