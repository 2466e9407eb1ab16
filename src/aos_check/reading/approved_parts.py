"""Finds the parts of a document that an approval covers, if its layout names them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TypeAlias

from aos_check.reading.expressions import expression
from aos_check.reading.markdown import LineKind, without_code
from aos_check.reading.page import SourceFile

Part: TypeAlias = "tuple[int, int]"
"""The first line of a part, and the line after it."""


def approved_parts(page: SourceFile, names: Collection[str]) -> Iterator[Part]:
    """The blocks in the tags among the names, and the sections with such a heading."""
    tags = {name for name in names if name.startswith("<")}
    for tag in tags:
        yield from _blocks(page, tag.strip("<>"))
    if headings := {*names} - tags:
        yield from _sections(page, headings)


def _blocks(page: SourceFile, tag: str) -> Iterator[Part]:
    """Each block up to its closing tag, without which it is all the rest."""
    start = 0
    for line in page.prose:
        text = f"{without_code(line.text).casefold()} "
        if not start and text.startswith((f"<{tag}>", f"<{tag} ", f"<{tag}\t")):
            start = line.number
        if start and f"</{tag}>" in text:
            yield start, line.number + 1
            start = 0
    if start:
        yield start, len(page.source) + 1


def _sections(page: SourceFile, names: Collection[str]) -> Iterator[Part]:
    """Each section with such a heading, up to the next heading that is not below it.

    A review or another record of the work may repeat the headings, but states nothing.
    """
    first = level = 0
    record = 0  # the level of the heading above a record
    for index, (depth, title, line) in enumerate(_headings(page)):
        if first and depth <= level:
            yield first, line
            first = 0
        if not record or depth <= record:
            record = depth if _RECORD.search(title) else 0
        # The first heading is the document's title.
        is_named = (index or depth > 1) and _name(title) in names
        if is_named and not first and not record:
            first, level = line, depth
    if first:
        yield first, len(page.source) + 1


def _headings(page: SourceFile) -> Iterator[tuple[int, str, int]]:
    """The level, the title and the line of each heading, also of one in HTML."""
    for line in page.prose:
        if line.parent >= 0:
            continue
        if line.kind is LineKind.HEADING:
            yield line.level, _TAG.sub("", line.text), line.number
        elif found := _HTML_HEADING.match(line.text):
            yield int(found["level"]), _TAG.sub("", found["title"]), line.number


_HTML_HEADING = expression(r"<h(?P<level>[1-6])\b[^>]*>(?P<title>.*?)</h[1-6]>", re.IGNORECASE)
_TAG = expression(r"<[^<>]*>")
# "QA Results", "Dev Agent Record", "Senior Developer Review", "Change Log"
_RECORD = expression(r"\bqa(?![a-z])|\b(?:review|record|log|changelog)\b", re.IGNORECASE)
_NUMBERING = expression(r"^[\W\d_]+")
_REMARK = expression(r"\s*[:：(（\[].*$|[\s*_#]+$")


def _name(title: str) -> str:
    """The heading without its number, its marks and a remark: `1. Story (draft)` is `story`."""
    return _REMARK.sub("", _NUMBERING.sub("", title)).casefold()
