"""A page that keeps to a size: whole rows are left out from its end, and it says how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from aos_check.model.wording import counted

_ROOM_FOR_THE_LAST_LINE = 500


class ReportSection(NamedTuple):
    """A part of a page. `noun` is what one of its rows is; `opening` and `closing` go together."""

    opening: str
    rows: Sequence[str]
    noun: str
    closing: str = ""


def cut(head: str, sections: Iterable[ReportSection], limit: int) -> str:
    """The page in so many bytes at most; its head is always there."""
    room = limit - _size(head) - _ROOM_FOR_THE_LAST_LINE
    page, left_out = [head], Counter[str]()
    for section in sections:
        frame = _size(section.opening + section.closing)
        kept = _fitting(section.rows, room - frame)
        left_out[section.noun] += len(section.rows) - len(kept)
        if kept:
            page += [section.opening, *kept, section.closing]
            room -= frame + sum(map(_size, kept))
    missing = [counted(number, noun) for noun, number in left_out.items() if number]
    if missing:
        page.append(f"\nLeft out, as the page would be too long: {', '.join(missing)}.\n")
    return "".join(page)


def _fitting(rows: Sequence[str], room: int) -> Sequence[str]:
    """The rows from the first on that fit."""
    for number, row in enumerate(rows):
        room -= _size(row)
        if room < 0:
            return rows[:number]
    return rows


def _size(text: str) -> int:
    return len(text.encode("utf-8"))
