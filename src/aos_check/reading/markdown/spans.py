"""Reads one line of Markdown into spans: text, code, emphasis and links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from types import SimpleNamespace
from typing import Any, NamedTuple

from aos_check.reading.markdown.blocks import mistletoe_modules

MAX_SPAN_TEXT = 1_000
MAX_MARKS = 80
"""A text with more marks stays as it is: the time that mistletoe takes grows with their square."""

_MARK = re.compile(r"[*_`~\[<\\&]")


class SpanKind(str, Enum):
    """The kinds of spans."""

    TEXT = "text"
    CODE = "code"
    EMPHASIS = "emphasis"
    STRONG = "strong"
    STRUCK = "struck"
    LINK = "link"


class InlineSpan(NamedTuple):
    """A part of a line: its text, or the spans inside it. `target` is that of a link."""

    kind: SpanKind
    text: str = ""
    inside: tuple[InlineSpan, ...] = ()
    target: str = ""


def spans_of(text: str) -> tuple[InlineSpan, ...]:
    """The spans of a line. HTML stays text, and an image is its description.

    The time is linear: a text is cut at `MAX_SPAN_TEXT` characters.
    """
    text = text[:MAX_SPAN_TEXT]
    if not 0 < len(_MARK.findall(text)) <= MAX_MARKS:
        return (InlineSpan(SpanKind.TEXT, text),)
    return tuple(_spans(_tokens(text)))


def _tokens(text: str) -> Iterable[Any]:
    mistletoe_modules()
    from mistletoe import span_token, token

    # mistletoe looks up the targets of `[a][b]` here. One line has none.
    vars(token)["_root_node"] = SimpleNamespace(footnotes={})
    tokens: Iterable[Any] = span_token.tokenize_inner(text)  # type: ignore[no-untyped-call]
    return tokens


_KINDS = {
    "InlineCode": SpanKind.CODE,
    "Emphasis": SpanKind.EMPHASIS,
    "Strong": SpanKind.STRONG,
    "Strikethrough": SpanKind.STRUCK,
    "Link": SpanKind.LINK,
    "AutoLink": SpanKind.LINK,
}


def _spans(tokens: Iterable[Any]) -> Iterator[InlineSpan]:
    for token in tokens:
        name = type(token).__name__
        if kind := _KINDS.get(name):
            yield InlineSpan(kind, "", tuple(_spans(token.children)), getattr(token, "target", ""))
        elif name == "LineBreak":
            yield InlineSpan(SpanKind.TEXT, " ")
        elif name == "RawText":
            yield InlineSpan(SpanKind.TEXT, token.content)
        else:  # an escaped character or an image
            yield from _spans(token.children)
