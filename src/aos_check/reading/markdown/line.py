"""Markdown lines: their kinds, the limits for reading them, and the comments and code in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
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

    `number` counts from 1. `column` is the column of the first character, or of an item's bullet.
    `level` is a heading's level. For other lines it is the number of items around the line,
    including itself. `parent` is the index of the innermost item around it among the document's
    lines, or -1. `marker` is an item's bullet or number.
    """

    number: int
    kind: LineKind
    text: str
    column: int = 1
    level: int = 0
    parent: int = -1
    marker: str = ""
    quoted: bool = False

    @property
    def cells(self) -> list[str]:
        """The cells of a table's row."""
        return [cell.strip() for cell in self.text.strip().strip("|").split("|")]


_BLANKS = re.compile(r"\s{3,}")


def tidy(text: str) -> str:
    """The text without blanks at its ends, and with long runs of blanks shortened."""
    text = text.strip()
    # Runs of blanks have no meaning in prose, and they slow down every pattern that skips them.
    return _BLANKS.sub("  ", text) if "   " in text else text


def column_of(source: str) -> int:
    """The column of the first character of a source line after its quote marks."""
    return len(source) - len(source.lstrip(" \t>")) + 1


def closes(text: str, fence: str) -> bool:
    """True if a line with this text closes the code below `fence`.

    As in mistletoe, one word that begins with the fence's marks does. In strict Markdown "```sh"
    does not, but authors who put one fence into another mean that the text goes on after both.
    """
    return text.startswith(fence) and len(text.split(maxsplit=1)) == 1


# An unclosed comment ends where the next one begins, so many of them take no longer than one.
_COMMENT = re.compile(r"<!--((?:[^<-]|<(?!!--)|-(?!->))*)-->")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.{1,400}?)(?<!`)\1(?!`)")


def without_comments(text: str) -> str:
    """One line of text without its HTML comments."""
    return _COMMENT.sub("", text).rstrip() if "<!--" in text else text


def without_code(text: str) -> str:
    """One line of text with code spans replaced by blanks, which keeps the columns."""
    if "`" not in text:
        return text
    return _CODE_SPAN.sub(lambda span: " " * len(span[0]), text)


def comments(lines: tuple[MarkdownLine, ...]) -> Iterator[tuple[MarkdownLine, str]]:
    """Each HTML comment on a single line outside code, with its line."""
    for line in lines:
        if line.kind is not LineKind.CODE and "<!--" in line.text:
            for match in _COMMENT.finditer(line.text):
                yield line, match[1].strip()
