"""Numbers, lists and long texts in the form that messages need."""

from __future__ import annotations

from collections.abc import Sequence, Sized

_SHOWN = 3


def counted(number: int, noun: str, plural: str = "") -> str:
    """The number with its noun, in the plural unless it is 1: `1 spec`, `2,000 tasks`."""
    return f"1 {noun}" if number == 1 else f"{number:,} {plural or noun + 's'}"


def listed(names: Sequence[str], shown: int = _SHOWN) -> str:
    """The first names: `a, b and c`, or `a, b, c and 4 more`."""
    if (more := len(names) - shown) > 0:
        return f"{', '.join(names[:shown])} and {more:,} more"
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def and_more(items: Sized, shown: int = 1) -> str:
    """The words for the items that are not shown: ` and 4 more`; "" if all are."""
    more = len(items) - shown
    return f" and {more} more" if more > 0 else ""


def nearest_are(names: Sequence[str]) -> str:
    """The names like a mistyped one: `the nearest is a`, `the nearest are a and b`."""
    return f"the nearest {'is' if len(names) == 1 else 'are'} {listed(names, len(names))}"


def shortened(text: str, longest: int = 300) -> str:
    """The text, cut to at most `longest` characters, if possible at the end of a word."""
    if len(text) <= longest:
        return text
    end = text.rfind(" ", longest // 2, longest)
    return f"{text[: end if end > 0 else longest - 1].rstrip()}…"


def reopen(task: str) -> str:
    """The advice to open a task again, which TASK012 accepts only with a word in the message."""
    return f"reopen {task} and name it in the commit's message"
