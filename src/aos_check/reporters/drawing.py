"""Bars, checkboxes and tables that fit the width of a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from typing import NamedTuple

from aos_check.model.document import State
from aos_check.reporters.style import safe, width

WIDTH = 100
"""The terminal columns to use."""

BAR = 10
"""The number of characters in a bar."""

_LONGEST = 4 * WIDTH  # characters of a cell to look at
_GAP = "  "


@dataclass(frozen=True, slots=True)
class Pencil:
    """The characters to draw with."""

    full: str = "█"
    empty: str = "░"
    ellipsis: str = "…"
    dot: str = "·"
    pointer: str = "▸"

    def bar(self, done: int, total: int) -> str:
        """A progress bar. It is full only when all is done, and empty only when nothing is."""
        filled = max(BAR * done // total, int(done > 0)) if total else 0
        return self.full * filled + self.empty * (BAR - filled)

    def cut(self, text: str, columns: int) -> str:
        """The text, safe for a terminal and at most this wide."""
        text = safe(text[:_LONGEST])
        if width(text) <= columns:
            return text
        room = columns - width(self.ellipsis)
        kept = 0
        for character in text:
            room -= width(character)
            if room < 0:
                break
            kept += 1
        return text[:kept].rstrip() + self.ellipsis


ASCII = Pencil(full="#", empty="-", ellipsis="...", dot="-", pointer=">")
"""For terminals that can show only ASCII."""


def pencil_for(encoding: str) -> Pencil:
    """The pencil for a terminal with this encoding."""
    try:
        "".join(astuple(Pencil())).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return Pencil()


_MARKS = {
    State.OPEN: " ",
    State.IN_PROGRESS: "/",
    State.DONE: "x",
    State.DEFERRED: "~",
    State.BLOCKED: "!",
    State.CANCELLED: "-",
}


def mark(state: State) -> str:
    """The state as a checkbox, in the characters that documents use too."""
    return f"[{_MARKS[state]}]"


class Column(NamedTuple):
    """A column of a table: the width that is enough for it, and a function to colour its cells."""

    enough: int
    paint: Callable[[str], str] = str


def table(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], pencil: Pencil, limit: int = WIDTH
) -> list[str]:
    """The rows as lines of at most `limit` columns. Empty columns are left out."""
    rows = [[safe(cell[:_LONGEST]) for cell in row] for row in rows]
    filled = [index for index in range(len(columns)) if any(row[index] for row in rows)]
    widths = {index: max(width(row[index]) for row in rows) for index in filled}
    # Narrow the column that exceeds its sufficient width the most, until all fit.
    for _ in range(sum(widths.values()) + len(_GAP) * (len(widths) - 1) - limit):
        widths[max(widths, key=lambda index: widths[index] / columns[index].enough)] -= 1

    def cell(text: str, index: int) -> str:
        text = pencil.cut(text, widths[index])
        return columns[index].paint(text) + " " * (widths[index] - width(text))

    return [_GAP.join(cell(row[index], index) for index in filled).rstrip() for row in rows]
