"""A fast reader for plain blocks.

mistletoe tests every line for ten block types, and again for every list around it. This reader uses
one pattern for a line, but reads only unambiguous blocks. At any other line it returns to the last
position outside all blocks, and mistletoe reads the block there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import ClassVar

from aos_check.reading.markdown.line import (
    MAX_LINE,
    LineKind,
    MarkdownLine,
    closes,
    column_of,
    tidy,
)

# The start of plain text, as opposed to a bullet, rule, fence, tag, underline or table.
_TEXT = (
    r"(?:[^\s#>`~\-_*+<=.)\d]|(?!\d{0,9}[.)](?:\s|$))[.)\d]"
    r"|\*{1,3}[^\s*]|_{1,3}[^\s_]|-{1,2}[^\s\-]|\+[^\s]|#[^#\s]|`{1,2}[^`]|~{1,2}[^~])"
)
_LINE = re.compile(
    r"( *)(?! )(?:"
    rf"(?P<row>\|)|(?P<text>{_TEXT})|(?P<blank>$)"
    rf"|(?P<item>([-*+]|[0-9]{{1,9}}[.)]) {{1,4}}(?={_TEXT}))"
    r"|(?P<heading>(#{1,6}) +(?=[^\s#]))"
    r"|(?P<opening>(?P<fence>`{3,}(?=[^`]*$)|~{3,}) *(?P<language>\S*))"
    r"|(?P<rule>(?:-{3,}|\*{3,}|_{3,}) *$)|(?P<comment><!--)|(?P<quote>>))"
)
_QUOTED = re.compile(rf" {{0,3}}>(?: {{0,3}}(?={_TEXT})| {{0,4}}$)")
_DELIMITERS = re.compile(r" {0,3}\|(?: *:?-+:? *\|)+ *")
_PERHAPS_DELIMITERS = re.compile(r"[\s|:]*-[\s|:-]*$")

# The markers that may begin an item right below text; any other number there is text.
_INTERRUPTING = frozenset(("-", "*", "+", "1.", "1)"))

# The largest indentation of a block; with more it is code, or continues a paragraph.
_INWARDS = 3

# Deeper than people write. The walker of mistletoe's blocks enforces the actual limit.
_DEEP = 20


class _InDoubtError(Exception):
    """This line may not be plain."""


class PlainBlocks:
    """Reads the plain blocks of a document and appends their lines.

    Each method named like a block reads the one at `position`, and returns the position after it.
    """

    def __init__(self, source: list[str], lines: list[MarkdownLine]) -> None:
        self._source = source
        self._lines = lines
        # The walker cuts longer lines, so a document with one is not plain.
        self._end = len(source) if max(map(len, source)) <= MAX_LINE else 0
        # The column of the content and the index of the line of each open item, outermost first.
        self._columns = [0]
        self._items = [-1]
        self._in_paragraph = False
        # The last position outside all blocks, and the number of lines before it.
        self._sure = (0, 0)

    def read(self, position: int) -> int:
        """Read from a position outside all blocks up to the first block that is not plain."""
        source, end = self._source, self._end
        del self._columns[1:], self._items[1:]
        self._in_paragraph = False
        self._sure = (position, len(self._lines))
        try:
            while position < end:
                position = self._take(source[position], position)
        except _InDoubtError:
            position, sure_lines = self._sure
            del self._lines[sure_lines:]
        return position

    def _take(self, line: str, position: int) -> int:
        found = _LINE.match(line)
        if not found:
            raise _InDoubtError
        return self._READERS[found.lastgroup](self, found, position)

    def _begin(self, column: int, position: int) -> None:
        """Begin a block, which closes the items that do not contain it."""
        columns = self._columns
        while column < columns[-1]:
            columns.pop()
            self._items.pop()
        if column - columns[-1] > _INWARDS:
            raise _InDoubtError  # code
        if len(columns) == 1:
            self._sure = (position, len(self._lines))
        self._in_paragraph = False

    def _keep(self, position: int, kind: LineKind, level: int) -> None:
        line, parent = self._source[position], self._items[-1]
        self._lines.append(
            MarkdownLine(position + 1, kind, tidy(line), column_of(line), level, parent)
        )

    def _blank(self, found: re.Match[str], position: int) -> int:
        if found.end() > _INWARDS:
            raise _InDoubtError  # mistletoe treats it as code
        self._in_paragraph = False
        if len(self._columns) == 1:
            self._sure = (position + 1, len(self._lines))
        return position + 1

    def _text(self, found: re.Match[str], position: int) -> int:
        if "|" in found.string:
            self._refuse_table(position)
        if not self._in_paragraph:
            column = found.end(1)
            if column < self._columns[-1] and self._source[position - 1].strip():
                raise _InDoubtError  # mistletoe keeps it in the item
            self._begin(column, position)
            self._in_paragraph = True
        self._keep(position, LineKind.TEXT, len(self._items) - 1)
        return position + 1

    def _refuse_table(self, position: int) -> None:
        """Refuse a line that may be a table's header or the delimiters below it."""
        for line in (self._source[position], self._below(position)):
            if _PERHAPS_DELIMITERS.match(line):
                raise _InDoubtError

    def _below(self, position: int) -> str:
        return self._source[position + 1] if position + 1 < self._end else ""

    def _item(self, found: re.Match[str], position: int) -> int:
        column, marker = found.end(1), found[0].strip()
        inwards = column - self._columns[-1]
        if self._in_paragraph and inwards >= 0 and marker not in _INTERRUPTING:
            return self._text(found, position)
        if "|" in found.string:
            self._refuse_table(position)
        self._begin(column, position)
        if len(self._items) > _DEEP:
            raise _InDoubtError
        text, level, parent = tidy(found.string[found.end() :]), len(self._items), self._items[-1]
        self._columns.append(found.end())
        self._items.append(len(self._lines))
        self._lines.append(
            MarkdownLine(position + 1, LineKind.ITEM, text, column + 1, level, parent, marker)
        )
        self._in_paragraph = True
        return position + 1

    def _heading(self, found: re.Match[str], position: int) -> int:
        self._begin(found.end(1), position)
        text, level = _title(found.string[found.end() :]), found[0].count("#")
        column, parent = found.end(1) + 1, self._items[-1]
        self._lines.append(
            MarkdownLine(position + 1, LineKind.HEADING, text, column, level, parent)
        )
        return position + 1

    def _rule(self, found: re.Match[str], position: int) -> int:
        above = self._lines[-1] if self._lines else None
        if above and above.kind is LineKind.TEXT and above.number == position:
            raise _InDoubtError  # it may be an underline
        self._begin(found.end(1), position)
        return position + 1

    def _fence(self, found: re.Match[str], position: int) -> int:
        self._begin(found.end(1), position)
        after = self._after_fence(position, found["fence"])
        column, level, parent = found.end(1) + 1, len(self._items) - 1, self._items[-1]
        language = tidy(found["language"])
        self._lines.append(
            MarkdownLine(position + 1, LineKind.CODE, language, column, level, parent)
        )
        return after

    def _after_fence(self, position: int, mark: str) -> int:
        left = self._columns[-1]
        for below in range(position + 1, self._end):
            line = self._source[below]
            body = line.lstrip(" ")
            indentation = len(line) - len(body) - left
            if left and body and (indentation < 0 or body[0].isspace()):
                raise _InDoubtError  # mistletoe may keep it in the item
            if indentation <= _INWARDS and closes(body, mark):
                return below + 1
        if left:
            raise _InDoubtError
        return self._end

    def _comment(self, found: re.Match[str], position: int) -> int:
        self._begin(found.end(1), position)
        if len(self._items) > 1 and "-->" not in found.string:
            raise _InDoubtError
        for below in range(position, self._end):
            line = self._source[below]
            if line.strip():
                self._keep(below, LineKind.COMMENT, len(self._items) - 1)
            if "-->" in line:
                return below + 1
        return self._end

    def _quote(self, found: re.Match[str], position: int) -> int:
        self._begin(found.end(1), position)
        if len(self._items) > 1:
            raise _InDoubtError
        while position < self._end and (line := self._source[position]).strip():
            quoted = _QUOTED.match(line)
            if not quoted or "|" in line:
                raise _InDoubtError
            position += 1
            if text := tidy(line[quoted.end() :]):
                self._lines.append(
                    MarkdownLine(position, LineKind.TEXT, text, column_of(line), quoted=True)
                )
        return position

    def _row(self, found: re.Match[str], position: int) -> int:
        is_head = _DELIMITERS.fullmatch(self._below(position))
        if not is_head or _PERHAPS_DELIMITERS.match(found.string):
            return self._text(found, position)
        self._begin(found.end(1), position)
        if len(self._items) > 1:
            raise _InDoubtError
        while position < self._end and "|" in self._source[position]:
            self._keep(position, LineKind.TABLE, 0)
            position += 1
        return position

    _READERS: ClassVar[dict[str | None, Callable[[PlainBlocks, re.Match[str], int], int]]] = {
        "text": _text,
        "item": _item,
        "blank": _blank,
        "heading": _heading,
        "rule": _rule,
        "opening": _fence,
        "comment": _comment,
        "quote": _quote,
        "row": _row,
    }


def _title(text: str) -> str:
    """The text of a heading without closing marks."""
    text = text.strip()
    before = text.rstrip("#")
    return tidy(before if before[-1].isspace() else text)
