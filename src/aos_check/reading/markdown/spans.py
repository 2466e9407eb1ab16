"""Comments and code spans within one line of text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aos_check.reading.markdown.line import LineKind, MarkdownLine

# An unclosed comment ends where the next one begins, so many of them cost no more than one.
_COMMENT = re.compile(r"<!--((?:[^<-]|<(?!!--)|-(?!->))*)-->")
_CODE_SPAN = re.compile(r"(`+)(?!`)(.{1,400}?)(?<!`)\1(?!`)")


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
