"""Detects conflicts that were resolved only with lines of the two sides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

_MARK = 7  # characters of a conflict marker
_BETWEEN = b"=" * _MARK
_MAX_PLACES = 1000  # tried for the text after one conflict


class _ConflictLines(NamedTuple):
    """The lines of both sides of a conflict, and the agreed lines that follow."""

    either: frozenset[bytes]
    agreed: tuple[bytes, ...]


def is_choice(draft: bytes, made: bytes, first: str, second: str) -> bool:
    """True if `made` is `draft` with each conflict replaced by lines of its two sides.

    `draft` is git's merge. Its conflict markers name the commits `first` and `second`.
    """
    *parts, last = _parts(draft.splitlines(keepends=True), first.encode(), second.encode())
    lines = tuple(made.splitlines(keepends=True))
    places = {0}
    for part in parts:
        found = [at for at in _reached(places, part.either, lines) if _is_at(part, lines, at)]
        places = {at + len(part.agreed) for at in found}
    end = len(lines) - len(last.agreed)
    return _is_at(last, lines, end) and end in _reached(places, last.either, lines)


def _is_at(part: _ConflictLines, lines: tuple[bytes, ...], at: int) -> bool:
    return at >= 0 and lines[at : at + len(part.agreed)] == part.agreed


def _reached(places: set[int], either: frozenset[bytes], lines: tuple[bytes, ...]) -> list[int]:
    """The places where a conflict can end that begins at any of `places`."""
    found: set[int] = set()
    for place in sorted(places):
        at = place
        while at not in found and len(found) < _MAX_PLACES:
            found.add(at)
            if at == len(lines) or lines[at] not in either:
                break
            at += 1
    return sorted(found)


def _parts(draft: list[bytes], first: bytes, second: bytes) -> Iterator[_ConflictLines]:
    """The draft, split before each conflict; the first part has no conflict."""
    either: set[bytes] = set()
    agreed: list[bytes] = []
    inside = False
    for line in draft:
        if not inside and _marks(line, b"<", first):
            # Two adjacent conflicts become one part, because no line separates them.
            if agreed or not either:
                yield _ConflictLines(frozenset(either), tuple(agreed))
                either, agreed = set(), []
            inside = True
        elif inside and _marks(line, b">", second):
            inside = False
        elif not inside:
            agreed.append(line)
        elif line.rstrip() != _BETWEEN:
            either.add(line)
    yield _ConflictLines(frozenset(either), tuple(agreed))


def _marks(line: bytes, sign: bytes, commit: bytes) -> bool:
    return line.startswith(sign * _MARK) and line.rstrip().endswith(b" " + commit)
