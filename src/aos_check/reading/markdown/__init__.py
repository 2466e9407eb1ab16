"""Reads Markdown into lines of known kinds.

Rules need to know the kind of a line (heading, list item, text, code or comment), and the item that
contains it. A fast reader handles plain blocks, and mistletoe finds all others.
"""

from __future__ import annotations

from aos_check.reading.markdown.blocks import blocks_of
from aos_check.reading.markdown.line import (
    MAX_LINE,
    MAX_NESTING,
    MAX_SECONDS,
    LineKind,
    MarkdownLine,
    UnreadableMarkdownError,
    closes,
    comments,
    without_code,
    without_comments,
)
from aos_check.reading.markdown.nesting import may_be_deep, refuse_deep_nesting
from aos_check.reading.markdown.plain import PlainBlocks
from aos_check.reading.markdown.walking import Inside, Walker

__all__ = [
    "MAX_LINE",
    "MAX_NESTING",
    "MAX_SECONDS",
    "LineKind",
    "MarkdownLine",
    "UnreadableMarkdownError",
    "closes",
    "comments",
    "read",
    "without_code",
    "without_comments",
]


def read(text: str) -> tuple[MarkdownLine, ...]:
    """The lines of `text` in order, without blank lines and thematic breaks.

    Lines must end with line feeds. Raises UnreadableMarkdownError.
    """
    source = text.split("\n")
    lines: list[MarkdownLine] = []
    try:
        _read(source, lines)
    except RecursionError:
        raise UnreadableMarkdownError(f"it nests deeper than {MAX_NESTING} levels") from None
    return tuple(lines)


def _read(source: list[str], lines: list[MarkdownLine]) -> None:
    plain = PlainBlocks(source, lines)
    position = plain.read(0)
    if position == len(source):
        return
    walker = Walker(source, lines)
    checked = 0 if may_be_deep(source) else len(source)
    with blocks_of(source) as blocks:
        while position < len(source):
            if position >= checked:
                checked = refuse_deep_nesting(source, position)
            found, after = blocks.at(position)
            walker.walk(found, 0, Inside())
            position = plain.read(after)
