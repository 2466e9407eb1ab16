"""Finds the parts of a document that an approval covers, if its layout names them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TypeAlias

from aos_check.model.document import Section
from aos_check.reading.expressions import expression
from aos_check.reading.page import SourceFile

Part: TypeAlias = "tuple[int, int]"
"""The first line of a part, and the line after it."""


def approved_parts(
    page: SourceFile, sections: Sequence[Section], names: Collection[str]
) -> list[Part]:
    """The blocks in the tags among the names, else the sections with such a heading."""
    tags = [name for name in names if name.startswith("<")]
    blocks = [part for tag in tags for part in _blocks(page, tag.strip("<>"))]
    return blocks or list(_sections(page, sections, {*names} - {*tags}))


def _blocks(page: SourceFile, tag: str) -> Iterator[Part]:
    start = 0
    for number, line in enumerate(page.source, 1):
        text = line.lstrip()
        if not start and text.startswith((f"<{tag}>", f"<{tag} ")):
            start = number
        if start and f"</{tag}>" in text:
            yield start, number + 1
            start = 0
    if start:
        yield start, len(page.source) + 1


def _sections(
    page: SourceFile, sections: Sequence[Section], names: Collection[str]
) -> Iterator[Part]:
    """Each section with such a heading, up to the next heading that is not below it.

    A deeper heading with a name that has occurred, as in a review, is none.
    """
    first, level = 0, 0
    levels: dict[str, int] = {}
    for index, section in enumerate(sections if names else ()):
        if first and section.level <= level:
            yield first, section.at.line
            first = 0
        # The first heading is the document's title.
        name = _name(section.title) if index or section.level > 1 else ""
        if not first and name in names and section.level <= levels.setdefault(name, section.level):
            first, level = section.at.line, section.level
    if first:
        yield first, len(page.source) + 1


_NUMBERING = expression(r"^[\W\d_]+")
_REMARK = expression(r"\s*[:：(（\[].*$|[\s*_#]+$")


def _name(title: str) -> str:
    """The heading without its number, its marks and a remark: `1. Story (draft)` is `story`."""
    return _REMARK.sub("", _NUMBERING.sub("", title)).casefold()
