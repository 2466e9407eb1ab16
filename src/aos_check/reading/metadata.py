"""The metadata of a document: front matter, and lines such as `**Status:** Draft` at its head."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from aos_check.model.document import Mark, Status, StatusLine
from aos_check.model.finding import Place
from aos_check.reading.expressions import expression
from aos_check.reading.markdown import LineKind, MarkdownLine, without_comments
from aos_check.reading.page import SourceFile
from aos_check.reading.status import normalise
from aos_check.reading.structured import UnreadableDataError, read_yaml

_KEY = r"[^\W\d_][\w()/ -]{1,34}?"
_PAIR = expression(
    rf"(?:\*\*|__)(?P<bold>{_KEY})\s*(?::\s*(?:\*\*|__)|(?:\*\*|__)\s*:)\s*(?P<value>.*)"
    rf"|(?:\*\*|__)(?P<whole>{_KEY})\s*:\s*(?P<rest>[^*]+)(?:\*\*|__)(?P<tail>.*)"
    rf"|(?P<plain>{_KEY})\s*:\s+(?P<plain_value>.*)"
    rf"|(?P<empty>{_KEY})\s*:$"
)


def pair(text: str) -> tuple[str, str] | None:
    """The key and value in a line of metadata, in any of the usual forms."""
    found = _PAIR.match(without_comments(text)) if ":" in text else None
    if not found:
        return None
    key = found["bold"] or found["whole"] or found["plain"] or found["empty"]
    value = found["value"] or found["plain_value"] or ""
    if found["whole"]:
        value = found["rest"] + found["tail"]
    return key.strip().lower(), value.strip()


Pairs: TypeAlias = Collection[tuple[str, str, MarkdownLine]]
"""Keys with their values and lines."""


def head_pairs(page: SourceFile) -> Iterator[tuple[str, str, MarkdownLine]]:
    """Every key and value of the head in order, except in tables and nested items."""
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


def statuses(page: SourceFile, head: Pairs, words: Mapping[str, Status]) -> Iterator[StatusLine]:
    """The status lines of the head and of a section called Status."""
    found = [(value, line) for key, value, line in head if key in _STATUS_KEYS]
    found.extend(_status_sections(page))
    for value, line in found:
        yield StatusLine(normalise(value, words), value, page.at(line))


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


class FrontMatter(NamedTuple):
    """The pairs of lower-case key and value, the repeated keys, and any error."""

    pairs: tuple[tuple[str, str, Place], ...] = ()
    repeated: tuple[Mark, ...] = ()
    fault: Mark | None = None


def read_front_matter(page: SourceFile) -> FrontMatter:
    """The front matter of a page; empty if it has none."""
    if not page.front:
        return FrontMatter()
    try:
        data = read_yaml(page.front)
    except UnreadableDataError as error:
        at = Place(page.path, error.line + 1)
        return FrontMatter(fault=Mark(f"the front matter cannot be read: {error}", at))
    if not isinstance(data.value, dict):
        return FrontMatter(fault=Mark("the front matter has no keys", Place(page.path)))
    return FrontMatter(
        pairs=tuple(
            (str(key).lower(), str(value), Place(page.path, data.line(key) + 1))
            for key, value in data.value.items()
            if isinstance(value, (str, int, float, bool)) or value is None
        ),
        repeated=tuple(Mark(key, Place(page.path, line + 1)) for key, line in data.repeated),
    )
