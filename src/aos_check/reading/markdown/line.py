"""The lines of a document, their kinds, and the limits for reading them."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

MAX_NESTING = 100
"""The deepest nesting of quotes and lists."""

MAX_LINE = 4000
"""The number of characters of a line that are read."""

MAX_SECONDS = 2.0
"""The time limit for one document."""


class UnreadableMarkdownError(Exception):
    """The text exceeds a limit, which the message names."""


class LineKind(str, Enum):
    """The kind of a line."""

    HEADING = "heading"
    ITEM = "item"
    TEXT = "text"
    CODE = "code"
    COMMENT = "comment"
    TABLE = "table"


class MarkdownLine(NamedTuple):
    """One line of a document, without the marks of a heading, an item or a quote.

    `number` counts from 1. `column` is the column of the first character, for an item that of its
    bullet. `level` is a heading's level, else the number of items around the line, including
    itself. `parent` is the index of the innermost item around it among the document's lines, or
    -1. `marker` is an item's bullet or number.
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
    """The text stripped, and with runs of blanks in it shortened."""
    text = text.strip()
    # Runs of blanks mean nothing in prose, and slow down every pattern that skips them.
    return _BLANKS.sub("  ", text) if "   " in text else text


def column_of(source: str) -> int:
    """The column of the first character of a line as written, after the marks of quotes."""
    return len(source) - len(source.lstrip(" \t>")) + 1
