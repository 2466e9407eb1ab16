"""Finds the blocks of a document with mistletoe, one at a time.

It builds no tree and parses no inline text, which takes most of mistletoe's time: 5000 repetitions
of `"[a](b"` take seconds.
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
"""A block of mistletoe: its class, its content, and its first line."""


class Blocks:
    """Finds the block at any line that is outside all other blocks."""

    def __init__(self, source: list[str], types: list[Any]) -> None:
        _, tokenizer = mistletoe_modules()
        self._file = tokenizer.FileWrapper([f"{line[:MAX_LINE]}\n" for line in source])
        self._types = types

    def at(self, position: int) -> tuple[list[Block], int]:
        """The block at a line (none if the line is blank), and the position after it."""
        file = self._file
        file.set_pos(position - 1)
        line = file.peek()
        # One pass of mistletoe's own loop. Its only state between two blocks is the line.
        for kind in self._types:
            if kind.start(line) and (content := kind.read(file)) is not None:
                return [(kind, content, position + 1)], file.get_pos() + 1
        return [], position + 1


@contextmanager
def blocks_of(source: list[str]) -> Iterator[Blocks]:
    """The blocks of a document, for use in this context only."""
    with tokens(time.monotonic() + limits.MAX_SECONDS) as types:
        yield Blocks(source, types)


@contextmanager
def tokens(end: float) -> Iterator[list[Any]]:
    """Make mistletoe use our block types in this context, until the deadline `end`."""
    block_token, _ = mistletoe_modules()
    types = _own_tokens()
    types[0].end = end
    before = block_token._token_types  # noqa: SLF001 - nested blocks use them as well
    block_token._token_types = types  # noqa: SLF001
    try:
        yield types
    finally:
        block_token._token_types = before  # noqa: SLF001


@cache
def _own_tokens() -> list[Any]:
    """The block types of mistletoe, some replaced by ours, and our deadline before them."""
    block_token, _ = mistletoe_modules()

    class Paragraph(block_token.Paragraph):  # type: ignore[misc, name-defined]
        # mistletoe would parse the inline text of a setext heading at once. The walker recognises
        # the heading by its underline instead.
        parse_setext = False

    class HtmlBlock(block_token.HtmlBlock):  # type: ignore[misc, name-defined]
        @classmethod
        def start(cls, line: str) -> bool | int:
            # This fast test excludes nearly every line before the five patterns.
            return line.lstrip()[:1] == "<" and int(super().start(line))

    class Deadline:
        # mistletoe tries the first block type on every line, so it can stop a slow document.
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
    """The set of punctuation characters as CommonMark defines it."""

    def __contains__(self, character: str) -> bool:
        return (
            character in "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
            or unicodedata.category(character)[0] == "P"
        )


def mistletoe_modules() -> tuple[Any, Any]:
    """The modules `block_token` and `block_tokenizer` of mistletoe, imported when needed."""
    if "mistletoe.core_tokens" not in sys.modules:
        # On import mistletoe tests all 1,114,112 characters for punctuation, which takes 0.2 s.
        # Let it test only 128, and replace its set with one that tests on demand.
        maximum = sys.maxunicode
        sys.maxunicode = 127
        try:
            from mistletoe import core_tokens
        finally:
            sys.maxunicode = maximum
        core_tokens.punctuation = Punctuation()  # type: ignore[assignment]
    from mistletoe import block_token, block_tokenizer

    return block_token, block_tokenizer
