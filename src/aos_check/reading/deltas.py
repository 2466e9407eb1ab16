"""Reads deltas, which add, modify, remove and rename requirements, in the form of OpenSpec."""

from __future__ import annotations

from collections.abc import Iterator

from aos_check.model.spec import Delta
from aos_check.reading.expressions import expression
from aos_check.reading.markdown import LineKind, MarkdownLine
from aos_check.reading.page import SourceFile

_SECTIONS = {f"{kind} requirements": kind for kind in ("added", "modified", "removed", "renamed")}
_NAME = expression(r"(?i:requirement):\s*(?P<name>\S.*)")
# A removed or renamed requirement may be an item: - FROM: `### Requirement: Name`
_ITEM = expression(
    r"(?:(?P<word>FROM|TO):\s*)?`?###\s*(?i:requirement):\s*(?P<name>[^\s`].*?)\s*`?\s*$"
)
_BASE_LEVEL, _LEVEL = 2, 3


def read_deltas(page: SourceFile, base: str) -> Iterator[Delta]:
    """The deltas in a page to the document at `base`."""
    kind, source = "", None
    for line in page.prose:
        if line.kind is LineKind.HEADING and line.level <= _BASE_LEVEL and line.parent < 0:
            kind, source = _SECTIONS.get(line.text.strip().lower(), ""), None
        elif kind == "renamed":
            found = _ITEM.match(line.text)
            if found and found["word"] == "FROM":
                source = Delta(kind, found["name"], page.at(line), base)
            elif found and found["word"] == "TO" and source:
                yield source._replace(to=found["name"])
                source = None
        elif kind and (name := _heading(line)) and line.level == _LEVEL:
            yield Delta(kind, name, page.at(line), base)
        elif kind == "removed" and (found := _ITEM.match(line.text)) and not found["word"]:
            yield Delta(kind, found["name"], page.at(line), base)


def requirement_names(page: SourceFile) -> frozenset[str]:
    """The names of the requirements in a base document."""
    return frozenset(filter(None, map(_heading, page.prose)))


def _heading(line: MarkdownLine) -> str:
    """The name of the requirement in a heading, or ""."""
    found = _NAME.match(line.text) if line.kind is LineKind.HEADING and line.parent < 0 else None
    return found["name"].strip() if found else ""
