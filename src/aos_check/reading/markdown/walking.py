"""Turns the blocks that mistletoe found into lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from aos_check.reading.markdown.blocks import Block
from aos_check.reading.markdown.line import (
    MAX_LINE,
    MAX_NESTING,
    LineKind,
    MarkdownLine,
    UnreadableMarkdownError,
    column_of,
    tidy,
)

_BULLET = re.compile(r"\s*([-*+]|\d{1,9}[.)])\s+")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+) *$")


class Inside(NamedTuple):
    """The items and quote around a line: the number of items, and the index of the innermost."""

    level: int = 0
    parent: int = -1
    quoted: bool = False


class Walker:
    """Walks mistletoe's blocks and appends their lines."""

    def __init__(self, source: list[str], lines: list[MarkdownLine]) -> None:
        self._source = source
        self._lines = lines

    def walk(self, blocks: Iterable[Block], shift: int, inside: Inside) -> None:
        """Append the lines of `blocks`; `shift` is added to mistletoe's line numbers."""
        if inside.level > MAX_NESTING:
            raise UnreadableMarkdownError(f"it nests deeper than {MAX_NESTING} levels")
        for kind, content, at in blocks:
            if kind.__name__ == "List":
                for item in content:
                    self._walk_item(item, shift, inside)
            elif kind.__name__ == "Quote":
                self.walk(content, shift, inside._replace(quoted=True))
            else:
                self._keep_block(kind.__name__, content, at + shift, inside)

    def _keep_block(self, kind: str, content: Any, number: int, inside: Inside) -> None:  # noqa: ANN401
        match kind:
            case "Heading":
                level, text, _ = content
                self._keep(number, LineKind.HEADING, text, inside._replace(level=level))
            case "Paragraph":
                self._keep_text(number, content, inside)
            case "CodeFence":
                # The opening fence stands for the block, with the language as its text.
                self._keep(number, LineKind.CODE, content[1][3], inside)
            case "BlockCode":
                self._keep(number, LineKind.CODE, "", inside)
            case "Table":
                for offset, row in enumerate(content[0]):
                    self._keep(number + offset, LineKind.TABLE, row, inside)
            case "HtmlBlock":
                self._keep_html(number, content, inside)
            case "ThematicBreak":
                self._underline(number)

    def _walk_item(self, item: tuple[Any, ...], shift: int, inside: Inside) -> None:
        blocks, _indentation, _prepend, marker, at = item
        number = at + shift
        here = inside._replace(level=inside.level + 1)
        within = here._replace(parent=len(self._lines))
        # If an item begins with a blank line, mistletoe counts its content from there.
        if self._text_after_marker(number, marker) == "":
            shift += 1
        elif blocks and blocks[0][0].__name__ == "Paragraph" and blocks[0][2] + shift == number:
            first, *rest = blocks[0][1]
            self._keep(number, LineKind.ITEM, first, here, marker)
            self._keep_text(number + 1, rest, within)
            self.walk(blocks[1:], shift, within)
            return
        self._keep(number, LineKind.ITEM, "", here, marker)
        self.walk(blocks, shift, within)

    def _text_after_marker(self, number: int, marker: str) -> str:
        return self._source[number - 1].split(marker, 1)[-1].strip()

    def _keep_text(self, number: int, texts: list[str], inside: Inside) -> None:
        for offset, text in enumerate(texts):
            if offset and re.fullmatch(r" {0,3}=+ *\n?", text):
                self._underline(number + offset)
            else:
                self._keep(number + offset, LineKind.TEXT, text, inside)

    def _keep_html(self, number: int, texts: list[str], inside: Inside) -> None:
        inside_comment = False
        for offset, text in enumerate(texts):
            comment = inside_comment or text.lstrip().startswith("<!--")
            if "<!--" in text or "-->" in text:
                inside_comment = text.rfind("<!--") > text.rfind("-->")
            # Markdown treats a list between two tags as raw HTML, but its author means a list.
            if not comment and (item := _BULLET.match(text)):
                here = inside._replace(level=inside.level + 1)
                self._keep(number + offset, LineKind.ITEM, text[item.end() :], here, item[1])
            else:
                self._keep(
                    number + offset, LineKind.COMMENT if comment else LineKind.TEXT, text, inside
                )

    def _underline(self, number: int) -> None:
        """Turn the text above line `number` into a heading if that line underlines it."""
        last = self._lines[-1] if self._lines else None
        rule = self._source[number - 1]
        if (
            last
            and last.kind is LineKind.TEXT
            and last.number == number - 1
            and _UNDERLINE.match(rule)
        ):
            level = 1 if "=" in rule else 2
            self._lines[-1] = MarkdownLine(
                last.number, LineKind.HEADING, last.text, last.column, level, last.parent
            )

    def _keep(
        self, number: int, kind: LineKind, text: str, inside: Inside, marker: str = ""
    ) -> None:
        text = tidy(text[:MAX_LINE])
        if text or kind in (LineKind.ITEM, LineKind.CODE, LineKind.HEADING):
            column = column_of(self._source[number - 1])
            self._lines.append(
                MarkdownLine(number, kind, text, column, *inside[:2], marker, inside.quoted)
            )
