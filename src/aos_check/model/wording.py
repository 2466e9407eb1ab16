"""Numbers and lists as a message puts them."""

from __future__ import annotations

from collections.abc import Sequence

_SHOWN = 3


def counted(number: int, noun: str) -> str:
    """The number with its noun, in the plural where there are several."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def listed(names: Sequence[str], shown: int = _SHOWN) -> str:
    """The first names, and how many more there are; the last of all follows an "and"."""
    if more := len(names) - shown if len(names) > shown else 0:
        return f"{', '.join(names[:shown])} and {more:,} more"
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
