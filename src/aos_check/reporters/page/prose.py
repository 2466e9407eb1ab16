"""Text with inline Markdown as HTML. Nothing but known elements comes out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from html import escape

from aos_check.model.wording import shortened
from aos_check.reading.markdown.spans import InlineSpan, SpanKind, spans_of
from aos_check.reporters.style import safe

LONGEST = 300
_ELEMENTS = {
    SpanKind.CODE: "code",
    SpanKind.EMPHASIS: "em",
    SpanKind.STRONG: "strong",
    SpanKind.STRUCK: "del",
}
_WEB = re.compile(r"https?://[^\s<>\"'\\]{1,500}", re.IGNORECASE | re.ASCII)


def prose(text: str, longest: int = LONGEST, *, links: bool = True) -> str:
    """The HTML of a text, with at most `longest` characters.

    Only links to the web are links, and none without `links`. HTML in the text stays text.
    """
    html = "".join(_Writer(longest).write(spans_of(text), linked=not links))
    return f"<bdi>{html}</bdi>" if _has_right_to_left(text) else html


class _Writer:
    """Writes spans until `left` characters are written."""

    def __init__(self, left: int) -> None:
        self._left = left

    def write(self, spans: Sequence[InlineSpan], *, linked: bool = False) -> Iterator[str]:
        for span in spans:
            if self._left <= 0:
                yield "…" if self._left == 0 else ""
                self._left = -1
                return
            if span.kind is SpanKind.TEXT:
                yield self._text(span.text)
                continue
            name = self._element(span, linked=linked)
            inside = "".join(self.write(span.inside, linked=linked or name == "a"))
            href = f' href="{escape(safe(span.target))}" rel="noreferrer"' if name == "a" else ""
            yield f"<{name}{href}>{inside}</{name}>" if name else inside

    def _element(self, span: InlineSpan, *, linked: bool) -> str:
        """The element of a span; "" for none. A link has no link inside it."""
        if span.kind is SpanKind.LINK:
            return "a" if not linked and _WEB.fullmatch(span.target) else ""
        return _ELEMENTS[span.kind]

    def _text(self, text: str) -> str:
        shown = shortened(text, self._left)
        self._left -= len(text)
        return escape(safe(shown))


def _has_right_to_left(text: str) -> bool:
    return not text.isascii() and any(
        unicodedata.bidirectional(it) in ("R", "AL") for it in text[:LONGEST]
    )
