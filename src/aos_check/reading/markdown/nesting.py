"""What nests too deep is refused before anything tries to read it."""

from __future__ import annotations

import re

from aos_check.reading.markdown.line import MAX_NESTING, UnreadableMarkdownError

_CONTAINER = re.compile(r"[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$))")
# What nests too deep has more levels than this on one line, or an item indented that far.
_DEEP = re.compile(rf"[ \t>*+\-.)\d]{{{MAX_NESTING}}}")

# Where no block goes on that is read for what nests in it.
_FENCE = re.compile(r"`{3,}(?=[^`]*$)|~~~")
_OUTSIDE = re.compile(r"[^\s>*+\-\d]")


def may_be_deep(source: list[str]) -> bool:
    """True when some line looks as if it nested too deep; it may be code."""
    return any(len(line) > MAX_NESTING and _DEEP.match(line) for line in source)


def refuse_deep_nesting(source: list[str], position: int) -> int:
    """Refuse what would take mistletoe minutes or the whole stack; how far has been looked.

    That is as far as the block at `position` may go, if it is none that is code or HTML.
    """
    columns: list[int] = []  # of the items that may contain the next line
    for at in range(position, len(source)):
        line = source[at]
        if at > position and (_FENCE.match(line) or _begins_outside(line, source[at - 1])):
            return at
        _refuse_line(line, at + 1, columns)
        if at == position and _FENCE.match(line):
            return at + 1
    return len(source)


def _begins_outside(line: str, above: str) -> bool:
    return not above.strip() and bool(_OUTSIDE.match(line))


def _refuse_line(line: str, number: int, columns: list[int]) -> None:
    position = depth = 0
    while match := _CONTAINER.match(line, position):
        if not position:
            while columns and columns[-1] >= match.end():
                columns.pop()
            columns.append(match.end())
        position, depth = match.end(), depth + 1
        if max(depth, len(columns)) > MAX_NESTING:
            raise UnreadableMarkdownError(f"line {number} nests deeper than {MAX_NESTING} levels")
