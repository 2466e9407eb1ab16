"""Documents that nest too deep are refused before anything tries to read them."""

from __future__ import annotations

import re

from aos_check.reading.markdown.line import MAX_NESTING, UnreadableMarkdownError

_CONTAINER = re.compile(r"[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$))")
# What nests too deep has more levels than this on one line, or an item indented that far.
_DEEP = re.compile(rf"[ \t>*+\-.)\d]{{{MAX_NESTING}}}")


def refuse_deep_nesting(source: list[str]) -> None:
    """Refuse what would take mistletoe minutes or the whole stack, before it tries."""
    if not any(len(line) > MAX_NESTING and _DEEP.match(line) for line in source):
        return
    columns: list[int] = []  # of the items that may contain the next line
    for number, line in enumerate(source, 1):
        position = depth = 0
        while match := _CONTAINER.match(line, position):
            if not position:
                while columns and columns[-1] >= match.end():
                    columns.pop()
                columns.append(match.end())
            position, depth = match.end(), depth + 1
            if max(depth, len(columns)) > MAX_NESTING:
                raise UnreadableMarkdownError(
                    f"line {number} nests deeper than {MAX_NESTING} levels"
                )
