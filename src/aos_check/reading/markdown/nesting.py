"""Refuses text that nests too deep, before mistletoe reads it."""

from __future__ import annotations

import re

from aos_check.reading.markdown.line import MAX_NESTING, UnreadableMarkdownError

_CONTAINER = re.compile(r"[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$))")
# Text that nests too deep has a line with too many markers, or an item that is indented this far.
_DEEP = re.compile(rf"[ \t>*+\-.)\d]{{{MAX_NESTING}}}")

# The first line of a block that cannot continue a list or a quote.
_FENCE = re.compile(r"`{3,}(?=[^`]*$)|~~~")
_OUTSIDE = re.compile(r"[^\s>*+\-\d]")


def may_be_deep(source: list[str]) -> bool:
    """True if a line seems to nest too deep; it may be code instead."""
    return any(len(line) > MAX_NESTING and _DEEP.match(line) for line in source)


def refuse_deep_nesting(source: list[str], position: int) -> int:
    """Refuse a block that would take mistletoe minutes or exhaust the stack.

    Returns the position up to which the text is checked. The block at `position` ends there at the
    latest, unless it is code or HTML.
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
