"""Numbers, lists and long texts as a message puts them."""

from __future__ import annotations

from collections.abc import Sequence

_SHOWN = 3


def counted(number: int, noun: str, plural: str = "") -> str:
    """The number with its noun, in the plural unless it is 1: `1 spec`, `2,000 tasks`."""
    return f"1 {noun}" if number == 1 else f"{number:,} {plural or noun + 's'}"


def listed(names: Sequence[str], shown: int = _SHOWN) -> str:
    """The first names, and how many more there are; the last of all follows an "and"."""
    if more := len(names) - shown if len(names) > shown else 0:
        return f"{', '.join(names[:shown])} and {more:,} more"
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def shortened(text: str, longest: int = 300) -> str:
    """The text in so many characters at most, cut behind a word where there is one to cut at."""
    if len(text) <= longest:
        return text
    end = text.rfind(" ", longest // 2, longest)
    return f"{text[: end if end > 0 else longest - 1].rstrip()}…"
