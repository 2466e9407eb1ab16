"""Fits pieces into a budget: each kind has its share, and what one kind leaves goes to the rest."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from aos_check.model.task_context import TOKEN, Piece, TaskContext
from aos_check.model.wording import counted
from aos_check.reading.expressions import expression
from aos_check.reporters.task_context import block, head, heading, longest_end, row

_SHARES = {
    "step": 30,
    "blocked": 10,
    "task": 40,
    "parent": 10,
    "requirement": 15,
    "spec": 10,
    "decision": 10,
    "standard": 8,
    "files": 8,
}
"""The share of each kind. They count in proportion to the kinds that are present."""

_LEAST = 160
"""The fewest characters to cut a piece to. With less room, it is left out."""

_BRIEF = 500
"""The characters that each piece gets of what is left over, before the first ones get the rest."""

_GAP = len("\n\n")

_ESCAPED = 10
"""The most characters that one of a document takes when it is escaped."""


def fitted(address: str, text: str, wanted: Sequence[Piece], budget: int) -> TaskContext:
    """The context with as many of the wanted pieces as the budget allows."""
    pieces = [piece._replace(text=closed(piece.text)) for piece in wanted]
    kinds = list(dict.fromkeys(piece.kind for piece in pieces))
    # Every kind has its heading even if all of its pieces are left out, to keep this simple.
    fixed = len(head(address, text)) + sum(len(heading(kind)) + _GAP for kind in kinds)
    room = max(0, budget * TOKEN - fixed - longest_end(address) - 2 * _GAP)
    costs = [len(block(piece)) + _GAP for piece in pieces]
    sizes = _sizes([piece.kind for piece in pieces], costs, room)
    kept, left_out = list[Piece](), list[Piece]()
    for piece, cost, size in zip(pieces, costs, sizes, strict=True):
        shown = piece if size == cost else cut(piece, size - _GAP)
        kept += [shown] if shown else []
        left_out += [piece] if shown is not piece else []
    whole = (fixed + sum(costs)) // TOKEN
    return TaskContext(address, text, budget, tuple(kept), tuple(left_out), whole)


def _sizes(kinds: Sequence[str], costs: Sequence[int], room: int) -> list[int]:
    """The characters for each piece: its share, and then what is left over."""
    parts = sum(_SHARES[kind] for kind in set(kinds))
    rooms = {kind: room * _SHARES[kind] // parts for kind in set(kinds)}
    sizes = [0] * len(costs)

    def grow(index: int, most: int) -> int:
        size = min(costs[index], sizes[index] + most)
        more = size - sizes[index] if size >= min(costs[index], _LEAST) else 0
        sizes[index] += more
        return more

    for index, kind in enumerate(kinds):
        # The first of several pieces does not take the share of all.
        most = rooms[kind] if kinds.count(kind) == 1 else max(rooms[kind] // 2, _LEAST)
        rooms[kind] -= grow(index, min(most, rooms[kind]))
    left = room - sum(sizes)
    for index in range(len(costs)):
        left -= grow(index, min(_BRIEF, left))
    for index in range(len(costs)):
        left -= grow(index, left)
    return sizes


def cut(piece: Piece, most: int) -> Piece | None:
    """The piece with the first lines that fit into `most` characters; None if none does."""
    lines = piece.text.split("\n")
    room = (
        most - len(block(piece._replace(text=""))) - len(f"\n… {counted(len(lines), 'more line')}")
    )
    used = best = 0
    for count, (line, fence) in enumerate(zip(lines, _open_fences(lines), strict=True), 1):
        used += len(row(piece, line)) + 1
        if used > room:
            break
        if used + (len(row(piece, fence)) + 1 if fence else 0) <= room:
            best = count
    if best == 0:
        first = _start_of(lines[0], room)
        if len(row(piece, first)) > room:
            first = _start_of(lines[0], room // _ESCAPED)
        return piece._replace(text=f"{first}…") if first else None
    kept, more = "\n".join(lines[:best]), counted(len(lines) - best, "more line")
    return piece._replace(text=f"{closed(kept)}\n… {more}")


def _start_of(line: str, most: int) -> str:
    """The start of a line, without half of a character that has several code points."""
    end = min(most, len(line))
    while 0 < end < len(line) and (_joins(line[end - 1], line[end]) or _halves_flag(line, end)):
        end -= 1
    return line[: max(end, 0)]


def _joins(before: str, after: str) -> bool:
    """True if the two code points are parts of one character, such as a letter and its accent."""
    return before == "\u200d" or unicodedata.category(after) in {"Mn", "Me", "Mc", "Cf", "Sk"}


def _halves_flag(line: str, end: int) -> bool:
    """True if a flag, which has two letters, begins right before the end."""
    letters = len(line[:end]) - len(line[:end].rstrip(_FLAG_LETTERS))
    return line[end] in _FLAG_LETTERS and letters % 2 == 1


_FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))


_FENCE = expression(
    r"(?P<indent>[ >]*(?:(?:[-*+]|\d{1,9}[.)]) +)*)(?P<fence>`{3,}|~{3,})(?P<info>.*)"
)


def _open_fences(lines: Sequence[str]) -> Iterator[str]:
    """For each line, the line that closes the fence which is open after it; "" if none is."""
    still_open = ""
    for line in lines:
        if found := _FENCE.match(line):
            fence, info = found["fence"], found["info"]
            if still_open:
                own = still_open.strip()
                if fence[0] == own[0] and len(fence) >= len(own) and not info.strip():
                    still_open = ""
            elif fence[0] == "~" or "`" not in info:
                still_open = " " * len(found["indent"]) + fence
        yield still_open


def closed(text: str) -> str:
    """The text with the end of a fence that it leaves open."""
    *_, fence = _open_fences(text.split("\n"))
    return f"{text}\n{fence}" if fence else text
