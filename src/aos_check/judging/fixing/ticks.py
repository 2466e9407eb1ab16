"""Ticking the checkbox of a line, with the mark that its file uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from aos_check.reading.expressions import expression

# A list item, a heading or a quoted one. No letter or digit is a mark of open work.
_ITEM = expression(
    r"(?P<lead>[\s>]{0,200}(?:(?:[-*+]|\d{1,9}[.)]|#{1,6})\s{1,20})?(?:\*\*|__)?)"
    r"(?:\[(?P<mark>\s{0,2}|\s?[^\w\s\[\]]\ufe0f?\s?)\]|(?P<drawn>☐))"
)
_CELL = expression(r"\[\s{0,2}\]|☐")
_DONE = expression(r"\[\s?([xX✓✔✅☑☒🗹🗸])\ufe0f?\s?\](?![(\[])")
_DRAWN = expression(r"(?:^|[\s|])([☑☒🗹])(?=\ufe0f?\s)")


def ticked(line: str, lines: Sequence[str]) -> str | None:
    """The line with its open box ticked as in the other `lines`; None if no box is clear."""
    if found := _ITEM.match(line):
        box = found.span("drawn") if found["drawn"] else (found.end("lead"), found.end())
    elif line.lstrip().startswith("|") and len(cells := list(_CELL.finditer(line))) == 1:
        box = cells[0].span()
    else:
        return None
    start, end = box
    return line[:start] + _mark_like(lines, drawn=line[start] == "☐") + line[end:]


def _mark_like(lines: Sequence[str], *, drawn: bool) -> str:
    """The most frequent ticked box of the file."""
    pattern = _DRAWN if drawn else _DONE
    used = Counter(mark for line in lines for mark in pattern.findall(line))
    mark = max(used, key=lambda it: used[it], default="☑" if drawn else "x")
    return mark if drawn else f"[{mark}]"
