"""What a terminal is drawn with: bars, marks and columns that fit its width."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aos_check.model.document import State
from aos_check.reporters.style import safe, width

WIDTH = 100
"""How many columns of a terminal are used."""

BAR = 10
"""How many characters a bar has."""

_LONGEST = 4 * WIDTH  # characters; what a cell has beyond cannot be seen
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
        """How far it is. Only what is whole looks whole, only what is not begun looks empty."""
        filled = BAR * done // total if total else 0
        if done and not filled:
            filled = 1
        return self.full * filled + self.empty * (BAR - filled)

    def cut(self, text: str, columns: int) -> str:
        """The text as it is safe to be written, in so many columns at most."""
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
"""For what has no more than ASCII."""


def pencil_for(encoding: str) -> Pencil:
    """What can be drawn in that encoding."""
    pencil = Pencil()
    drawn = pencil.full + pencil.empty + pencil.ellipsis + pencil.dot + pencil.pointer
    try:
        drawn.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return pencil


_MARKS = {
    State.OPEN: " ",
    State.IN_PROGRESS: "/",
    State.DONE: "x",
    State.DEFERRED: "~",
    State.BLOCKED: "!",
    State.CANCELLED: "-",
}


def mark(state: State) -> str:
    """The state as a checkbox, with the characters that are read as well."""
    return f"[{_MARKS[state]}]"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: the width that does for it, and how its cells are coloured."""

    enough: int
    paint: Callable[[str], str] = str


def table(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], pencil: Pencil, limit: int = WIDTH
) -> list[str]:
    """The rows as lines of at most `limit` columns. A column with nothing in it is left out."""
    rows = [[safe(cell[:_LONGEST]) for cell in row] for row in rows]
    filled = [index for index in range(len(columns)) if any(row[index] for row in rows)]
    widths = {index: max(width(row[index]) for row in rows) for index in filled}
    _narrow(widths, {index: columns[index].enough for index in filled}, limit)
    return [
        _GAP.join(
            _cell(row[index], widths[index], columns[index], pencil) for index in filled
        ).rstrip()
        for row in rows
    ]


def _narrow(widths: dict[int, int], enough: dict[int, int], limit: int) -> None:
    """Take from the column that is widest beside what would do for it, until all fit."""
    over = sum(widths.values()) + len(_GAP) * (len(widths) - 1) - limit
    for _ in range(over):
        widths[max(widths, key=lambda index: widths[index] / enough[index])] -= 1


def _cell(text: str, columns: int, column: Column, pencil: Pencil) -> str:
    text = pencil.cut(text, columns)
    return column.paint(text) + " " * (columns - width(text))
