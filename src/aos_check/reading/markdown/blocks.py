"""The only door to mistletoe: the blocks of a document, found one at a time.

Nothing is built from them, and inline text is left alone: it is most of mistletoe's time, and
`"[a](b"` five thousand times takes seconds.
"""

from __future__ import annotations

import sys
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeAlias

from aos_check.reading.markdown import line as limits
from aos_check.reading.markdown.line import MAX_LINE, UnreadableMarkdownError

Block: TypeAlias = "tuple[type, Any, int]"
"""What mistletoe found: the block's class, what it read, and the line where it begins."""


class Blocks:
    """The blocks of a document, from any line on where one begins that nothing contains."""

    def __init__(self, source: list[str], types: list[Any]) -> None:
        _, tokenizer = _mistletoe()
        self._file = tokenizer.FileWrapper([f"{line[:MAX_LINE]}\n" for line in source])
        self._types = types

    def at(self, position: int) -> tuple[list[Block], int]:
        """The block that begins at a line, none if that is blank, and where the next one may."""
        file = self._file
        file.set_pos(position - 1)
        line = file.peek()
        # mistletoe's own loop, for one block: between two it remembers nothing but the line.
        for kind in self._types:
            if kind.start(line) and (content := kind.read(file)) is not None:
                return [(kind, content, position + 1)], file.get_pos() + 1
        return [], position + 1


@contextmanager
def blocks_of(source: list[str]) -> Iterator[Blocks]:
    """The blocks of a document, which are found as long as the context lasts."""
    with tokens(time.monotonic() + limits.MAX_SECONDS) as types:
        yield Blocks(source, types)


@contextmanager
def tokens(end: float) -> Iterator[list[Any]]:
    """What mistletoe asks of each line, which is in force meanwhile; at `end` it gives up."""
    block_token, _ = _mistletoe()
    types = _own_tokens()
    types[0].end = end
    before = block_token._token_types  # noqa: SLF001 - the nested blocks are read with these
    block_token._token_types = types  # noqa: SLF001
    try:
        yield types
    finally:
        block_token._token_types = before  # noqa: SLF001


@cache
def _own_tokens() -> list[Any]:
    """The tokens of mistletoe, and ours besides or in the place of one."""
    block_token, _ = _mistletoe()

    class Paragraph(block_token.Paragraph):  # type: ignore[misc, name-defined]
        # A setext heading would be built, and its inline text read, on the spot;
        # it is recognised by its underline instead.
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
                raise UnreadableMarkdownError(
                    f"it takes longer than {limits.MAX_SECONDS:g} s to read"
                )
            return False

    inner = [getattr(block_token, name) for name in block_token.__all__]
    left_out = (block_token.Paragraph, block_token.Footnote)
    return [Deadline, HtmlBlock, *(kind for kind in inner if kind not in left_out), Paragraph]


class Punctuation:
    """Membership in what CommonMark calls punctuation, asked of one character at a time."""

    def __contains__(self, character: str) -> bool:
        return (
            character in "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
            or unicodedata.category(character)[0] == "P"
        )


def _mistletoe() -> tuple[Any, Any]:
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
