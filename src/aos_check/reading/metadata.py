"""What a document says of itself at its head: `**Status:** Draft`, `> Created: …`, front matter."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TypeAlias

from aos_check.model.document import StatusLine
from aos_check.reading.expressions import expression
from aos_check.reading.markdown import LineKind, MarkdownLine, without_comments
from aos_check.reading.page import SourceFile
from aos_check.reading.status import normalise

_KEY = r"[^\W\d_][\w()/ -]{1,34}?"
_PAIR = expression(
    rf"(?:\*\*|__)(?P<bold>{_KEY})\s*(?::\s*(?:\*\*|__)|(?:\*\*|__)\s*:)\s*(?P<value>.*)"
    rf"|(?:\*\*|__)(?P<whole>{_KEY})\s*:\s*(?P<rest>[^*]+)(?:\*\*|__)(?P<tail>.*)"
    rf"|(?P<plain>{_KEY})\s*:\s+(?P<plain_value>.*)"
    rf"|(?P<empty>{_KEY})\s*:$"
)


def pair(text: str) -> tuple[str, str] | None:
    """The key and value of one line of metadata, wherever its colon and its stars stand."""
    found = _PAIR.match(without_comments(text)) if ":" in text else None
    if not found:
        return None
    key = found["bold"] or found["whole"] or found["plain"] or found["empty"]
    value = found["value"] or found["plain_value"] or ""
    if found["whole"]:
        value = found["rest"] + found["tail"]
    return key.strip().lower(), value.strip()


Pairs: TypeAlias = Collection[tuple[str, str, MarkdownLine]]
"""Keys with their values and the lines where they stand."""


def head_pairs(page: SourceFile) -> Iterator[tuple[str, str, MarkdownLine]]:
    """Every key and value of the head, in order; a table or a nested item is no metadata."""
    for line in page.head:
        if (
            line.kind in (LineKind.TEXT, LineKind.ITEM)
            and line.level <= 1
            and (found := pair(line.text))
        ):
            yield (*found, line)


_STATUS_KEYS = {
    "status", "spec status", "document status", "current status", "overall status",
    "état", "estado", "статус", "状态", "ステータス", "statut",
}  # fmt: skip


def statuses(page: SourceFile, head: Pairs, approved: Collection[str]) -> Iterator[StatusLine]:
    """The status lines of the head, and of a section called Status; `approved`: more words."""
    found = [(value, line) for key, value, line in head if key in _STATUS_KEYS]
    found.extend(_status_sections(page))
    for value, line in found:
        yield StatusLine(normalise(value, approved), value, page.at(line))


_STATUS_HEADING = expression(
    r"\W*(?:spec |current |overall )?status\W*(?::\s*(?P<value>.+))?", re.IGNORECASE
)
_FIRST_LINES = 40


def _status_sections(page: SourceFile) -> Iterator[tuple[str, MarkdownLine]]:
    """`## Status` with the value on the next line, or `## Status: X`, near the top."""
    for index, line in enumerate(page.lines):
        if line.number > _FIRST_LINES:
            return
        if line.kind is LineKind.HEADING and (found := _STATUS_HEADING.fullmatch(line.text)):
            after = page.lines[index + 1] if index + 1 < len(page.lines) else None
            if found["value"]:
                yield found["value"], line
            elif after and after.kind is LineKind.TEXT and not pair(after.text):
                yield after.text, after
