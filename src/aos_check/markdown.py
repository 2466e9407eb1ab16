"""Markdown as lines that know what they are: the only door to mistletoe.

mistletoe finds the blocks; what this tool needs of them is, line by line, whether it is a
heading, a list item, text, code or a comment, and which item contains it. Inline text is left
alone: it is most of the parsing time, and `"[a](b"` five thousand times takes seconds.
"""

from __future__ import annotations

import re
import sys
import time
import unicodedata
from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from types import ModuleType

MAX_NESTING = 100
"""How many quotes and lists may stand inside one another."""

MAX_LINE = 4000
"""How much of one line is looked at, in characters."""

MAX_SECONDS = 2.0
"""How long one document may take."""


class Kind(str, Enum):
    """What a line is."""

    HEADING = "heading"
    ITEM = "item"
    TEXT = "text"
    CODE = "code"
    COMMENT = "comment"
    TABLE = "table"


class Line(NamedTuple):
    """One line of a document, without the marks that make it a heading, an item or a quote.

    `number` counts from 1, `column` is where the line's first character stands (for an item, its
    bullet). `level` is a heading's level, else how many items stand around the line, the item
    itself included. `parent` is the index, among the document's lines, of the innermost item
    around it, or -1. `marker` is an item's bullet or number.
    """

    number: int
    kind: Kind
    text: str
    column: int = 1
    level: int = 0
    parent: int = -1
    marker: str = ""
    quoted: bool = False


Blocks: TypeAlias = "list[tuple[type, Any, int]]"
"""What mistletoe found: for each block its class, what it read, and the line where it begins."""


class UnreadableMarkdownError(Exception):
    """The text cannot be read within the limits; the message says which."""


def read(text: str) -> tuple[Line, ...]:
    """The lines of `text` in order, without blank lines and rules.

    Line feeds must be the only line ends. Raises UnreadableMarkdownError.
    """
    source = text.split("\n")
    _refuse_deep_nesting(source)
    reader = _Reader(source)
    try:
        reader.walk(_blocks(source), 0, _Inside())
    except RecursionError:
        raise UnreadableMarkdownError(f"it nests deeper than {MAX_NESTING} levels") from None
    return tuple(reader.lines)


_CONTAINER = re.compile(r"[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$))")


def _refuse_deep_nesting(source: list[str]) -> None:
    """Refuse what would take mistletoe minutes or the whole stack, before it tries."""
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


def _blocks(source: list[str]) -> Blocks:
    """The parse buffer of mistletoe: blocks found, nothing built from them, no inline text read."""
    block_token, tokenizer = _mistletoe()
    deadline, paragraph, html = _own_tokens()
    deadline.end = time.monotonic() + MAX_SECONDS
    block_token.remove_token(block_token.Paragraph)
    block_token.remove_token(block_token.Footnote)
    block_token.add_token(html)
    block_token.add_token(deadline)
    types = block_token._token_types  # noqa: SLF001 - the nested blocks are read with these
    block_token.add_token(paragraph, len(types))
    try:
        found: Blocks = tokenizer.tokenize_block([f"{line[:MAX_LINE]}\n" for line in source], types)
        return found
    finally:
        block_token.reset_tokens()


@cache
def _own_tokens() -> tuple[Any, Any, Any]:
    """What is asked of each line besides mistletoe's own tokens, or in the place of one."""
    block_token, _ = _mistletoe()

    class Paragraph(block_token.Paragraph):  # type: ignore[misc, name-defined]
        # A setext heading would be built, and its inline text read, on the spot;
        # `_Reader` recognises it by its underline instead.
        parse_setext = False

    class HtmlBlock(block_token.HtmlBlock):  # type: ignore[misc, name-defined]
        @classmethod
        def start(cls, line: str) -> bool | int:
            # Asked of every line; nearly none has what its five patterns look for.
            return line.lstrip()[:1] == "<" and int(super().start(line))

    class Deadline:
        # Asked about every line first, so it can end a document that takes too long.
        end = 0.0

        @classmethod
        def start(cls, _line: str) -> bool:
            if time.monotonic() > cls.end:
                raise UnreadableMarkdownError(f"it takes longer than {MAX_SECONDS:g} s to read")
            return False

    return Deadline, Paragraph, HtmlBlock


class Punctuation:
    """Membership in what CommonMark calls punctuation, asked of one character at a time."""

    def __contains__(self, character: str) -> bool:
        return (
            character in "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
            or unicodedata.category(character)[0] == "P"
        )


def _mistletoe() -> tuple[ModuleType, ModuleType]:
    if "mistletoe.core_tokens" not in sys.modules:
        # On import mistletoe sorts all 1,114,112 characters into a set of punctuation: 0.2 s of
        # every run. It gets a set of 128 to build, then one that answers the same when asked.
        whole = sys.maxunicode
        sys.maxunicode = 127
        try:
            from mistletoe import core_tokens
        finally:
            sys.maxunicode = whole
        core_tokens.punctuation = Punctuation()  # type: ignore[assignment]
    from mistletoe import block_token, block_tokenizer

    return block_token, block_tokenizer


_BLANKS = re.compile(r"\s{3,}")
_BULLET = re.compile(r"\s*([-*+]|\d{1,9}[.)])\s+")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+) *$")


class _Inside(NamedTuple):
    """What stands around a line: how many items, the innermost of them, a quote."""

    level: int = 0
    parent: int = -1
    quoted: bool = False


class _Reader:
    """Walks mistletoe's blocks and keeps their lines."""

    def __init__(self, source: list[str]) -> None:
        self._source = source
        self.lines: list[Line] = []

    def walk(self, blocks: Blocks, shift: int, inside: _Inside) -> None:
        """Keep the lines of `blocks`, which stand `shift` lines lower than mistletoe says."""
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

    def _keep_block(self, kind: str, content: Any, number: int, inside: _Inside) -> None:  # noqa: ANN401
        match kind:
            case "Heading":
                level, text, _ = content
                self._keep(number, Kind.HEADING, text, inside._replace(level=level))
            case "Paragraph":
                self._keep_text(number, content, inside)
            case "CodeFence":
                # The line of the opening fence stands for the block, its text is the language.
                self._keep(number, Kind.CODE, content[1][3], inside)
            case "BlockCode":
                self._keep(number, Kind.CODE, "", inside)
            case "Table":
                for offset, row in enumerate(content[0]):
                    self._keep(number + offset, Kind.TABLE, row, inside)
            case "HtmlBlock":
                self._keep_html(number, content, inside)
            case "ThematicBreak":
                self._underline(number)

    def _walk_item(self, item: tuple[Any, ...], shift: int, inside: _Inside) -> None:
        blocks, _indentation, _prepend, marker, at = item
        number = at + shift
        here = inside._replace(level=inside.level + 1)
        within = here._replace(parent=len(self.lines))
        # An item that begins with a blank line: mistletoe then counts its content from there.
        if self._text_after_marker(number, marker) == "":
            shift += 1
        elif blocks and blocks[0][0].__name__ == "Paragraph" and blocks[0][2] + shift == number:
            first, *rest = blocks[0][1]
            self._keep(number, Kind.ITEM, first, here, marker)
            self._keep_text(number + 1, rest, within)
            self.walk(blocks[1:], shift, within)
            return
        self._keep(number, Kind.ITEM, "", here, marker)
        self.walk(blocks, shift, within)

    def _text_after_marker(self, number: int, marker: str) -> str:
        return self._source[number - 1].split(marker, 1)[-1].strip()

    def _keep_text(self, number: int, texts: list[str], inside: _Inside) -> None:
        for offset, text in enumerate(texts):
            if offset and re.fullmatch(r" {0,3}=+ *\n?", text):
                self._underline(number + offset)
            else:
                self._keep(number + offset, Kind.TEXT, text, inside)

    def _keep_html(self, number: int, texts: list[str], inside: _Inside) -> None:
        comment = texts[0].lstrip().startswith("<!--")
        for offset, text in enumerate(texts):
            # A list between two tags is raw HTML to Markdown, and a list to who wrote it.
            if not comment and (item := _BULLET.match(text)):
                here = inside._replace(level=inside.level + 1)
                self._keep(number + offset, Kind.ITEM, text[item.end() :], here, item[1])
            else:
                self._keep(number + offset, Kind.COMMENT if comment else Kind.TEXT, text, inside)

    def _underline(self, number: int) -> None:
        """Turn the text right above line `number` into a heading if that line underlines it."""
        last = self.lines[-1] if self.lines else None
        rule = self._source[number - 1]
        if last and last.kind is Kind.TEXT and last.number == number - 1 and _UNDERLINE.match(rule):
            level = 1 if "=" in rule else 2
            self.lines[-1] = Line(
                last.number, Kind.HEADING, last.text, last.column, level, last.parent
            )

    def _keep(self, number: int, kind: Kind, text: str, inside: _Inside, marker: str = "") -> None:
        text = text[:MAX_LINE].strip()
        if "   " in text:
            # Columns of blanks mean nothing in prose, and cost every pattern that skips them.
            text = _BLANKS.sub("  ", text)
        if text or kind in (Kind.ITEM, Kind.CODE, Kind.HEADING):
            source = self._source[number - 1]
            column = len(source) - len(source.lstrip(" \t>")) + 1
            level, parent, quoted = inside
            self.lines.append(Line(number, kind, text, column, level, parent, marker, quoted))


# An unclosed comment ends where the next one begins, so that many of them cost no more than one.
_COMMENT = re.compile(r"<!--((?:[^<-]|<(?!!--)|-(?!->))*)-->")
_CODE_SPAN = re.compile(r"(`+)(?!`)(.{1,400}?)(?<!`)\1(?!`)")


def without_comments(text: str) -> str:
    """One line of text without its HTML comments."""
    return _COMMENT.sub("", text).rstrip() if "<!--" in text else text


def without_code(text: str) -> str:
    """One line of text with the inside of code spans blanked, so that columns stay."""
    if "`" not in text:
        return text
    return _CODE_SPAN.sub(lambda span: " " * len(span[0]), text)


def comments(lines: tuple[Line, ...]) -> Iterator[tuple[Line, str]]:
    """Each HTML comment that stands on one line outside code, with its line."""
    for line in lines:
        if line.kind is not Kind.CODE and "<!--" in line.text:
            for match in _COMMENT.finditer(line.text):
                yield line, match[1].strip()
