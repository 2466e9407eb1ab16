"""Ticking the checkbox of a line, with the mark that its file uses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from aos_check.reading.expressions import expression

# A list item, a heading or a quoted one. Only known marks are sure to mean work in progress.
_ITEM = expression(
    r"(?P<lead>[\s>]{0,200}(?:(?:[-*+]|\d{1,9}[.)]|#{1,6})\s{1,20})?(?:\*\*|__)?)"
    r"(?:\[(?P<mark>\s{0,2}|\s?[-~/.🔄⏳🚧🟡]\ufe0f?\s?)\](?!\s{0,9}\[\s{0,2}\])|(?P<drawn>☐))"
)
_CELL = expression(r"\[\s{0,2}\]|☐")
_DONE = expression(r"\[\s?([xX✓✔✅☑☒🗹🗸])\ufe0f?\s?\](?![(\[])")
_DRAWN = expression(r"(?:^|[\s|])([☑☒🗹])(?=\ufe0f?\s)")
_EMPTY = expression(r"[\[［]\s{0,2}[\]］]|☐")
# An item that begins with other brackets and is not done.
_UNREAD = expression(
    r"[\s>]{0,200}(?:(?:[-*+]|\d{1,9}[.)])\s{0,20})?"
    r"\[(?!\s?[xX✓✔✅☑☒🗹🗸]\ufe0f?\s?\])[^\[\]]{1,20}\](?![(\[])"
)


class Ticks(NamedTuple):
    """The ticked boxes that a file uses most, and the whole box for one that is drawn."""

    box: str = "[x]"
    drawn: str = "☑"


def leaves_open(line: str) -> bool:
    """True if a line may name work to do, even in a form or place that is not read as a box."""
    return bool(_EMPTY.search(line) or _UNREAD.match(line))


def ticks_of(lines: Sequence[str]) -> Ticks:
    """The ticked boxes of a file."""
    mark, drawn = _most_used(_DONE, lines), _most_used(_DRAWN, lines)
    usual = Ticks()
    return Ticks(f"[{mark}]" if mark else usual.box, drawn or usual.drawn)


def _most_used(pattern: re.Pattern[str], lines: Sequence[str]) -> str:
    used = Counter(mark for line in lines for mark in pattern.findall(line))
    return max(used, key=lambda it: used[it], default="")


def ticked(line: str, ticks: Ticks) -> str | None:
    """The line with its open box ticked; None if no box is clear."""
    if found := _ITEM.match(line):
        box = found.span("drawn") if found["drawn"] else (found.end("lead"), found.end())
    elif line.lstrip().startswith("|") and len(cells := list(_CELL.finditer(line))) == 1:
        box = cells[0].span()
    else:
        return None
    start, end = box
    return line[:start] + (ticks.drawn if line[start] == "☐" else ticks.box) + line[end:]
