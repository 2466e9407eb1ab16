"""A line of a document, what it can be, and how much of a document is read at all."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

MAX_NESTING = 100
"""How many quotes and lists may stand inside one another."""

MAX_LINE = 4000
"""How much of one line is looked at, in characters."""

MAX_SECONDS = 2.0
"""How long one document may take."""


class UnreadableMarkdownError(Exception):
    """The text cannot be read within the limits; the message says which."""


class LineKind(str, Enum):
    """What a line is."""

    HEADING = "heading"
    ITEM = "item"
    TEXT = "text"
    CODE = "code"
    COMMENT = "comment"
    TABLE = "table"


class MarkdownLine(NamedTuple):
    """One line of a document, without the marks that make it a heading, an item or a quote.

    `number` counts from 1, `column` is where the line's first character stands (for an item, its
    bullet). `level` is a heading's level, else how many items stand around the line, the item
    itself included. `parent` is the index, among the document's lines, of the innermost item
    around it, or -1. `marker` is an item's bullet or number.
    """

    number: int
    kind: LineKind
    text: str
    column: int = 1
    level: int = 0
    parent: int = -1
    marker: str = ""
    quoted: bool = False


_BLANKS = re.compile(r"\s{3,}")


def tidy(text: str) -> str:
    """The text of a line without the blanks around it and without columns of blanks in it."""
    text = text.strip()
    # Columns of blanks mean nothing in prose, and cost every pattern that skips them.
    return _BLANKS.sub("  ", text) if "   " in text else text


def column_of(source: str) -> int:
    """Where the first character of a line as written stands, behind the marks of quotes."""
    return len(source) - len(source.lstrip(" \t>")) + 1
