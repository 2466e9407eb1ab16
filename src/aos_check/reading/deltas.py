"""Reads deltas, which add, modify, remove and rename requirements, in the form of OpenSpec."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from aos_check.model.spec import Delta, Requirement
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
    blocks = {block.line.number: block for block in _blocks(page)}
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
        elif kind and line.level == _LEVEL and (block := blocks.get(line.number)):
            yield Delta(kind, block.name, page.at(line), base, text=block.text)
        elif kind == "removed" and (found := _ITEM.match(line.text)) and not found["word"]:
            yield Delta(kind, found["name"], page.at(line), base)


def texts_of_base(page: SourceFile) -> Mapping[str, str]:
    """The text of each requirement in a base document, by its name."""
    return {block.name: block.text for block in _blocks(page)}


def requirements_by_name(page: SourceFile) -> Iterator[Requirement]:
    """The requirements in a delta, which their names identify."""
    for block in _blocks(page):
        if block.line.level == _LEVEL:
            yield Requirement(block.name, block.first, page.at(block.line), by_name=True)


class _Block(NamedTuple):
    """A requirement under its heading: the words of its text, and its first line of text.

    Each heading in the text has its own line.
    """

    line: MarkdownLine
    name: str
    text: str
    first: str


def _blocks(page: SourceFile) -> Iterator[_Block]:
    headings = [it for it in page.prose if it.kind is LineKind.HEADING and it.parent < 0]
    numbers = {line.number for line in headings}
    for line, ends in zip(headings, _ends(headings, len(page.source)), strict=True):
        if found := _NAME.match(line.text):
            below = [(at, page.source[at - 1].strip()) for at in range(line.number + 1, ends + 1)]
            first = next((text for _, text in below if text), "")
            words = _words(f"\n{text}\n" if at in numbers else text for at, text in below)
            text = "" if first[0:1] == "#" else first
            yield _Block(line, found["name"].strip(), words, text)


def _words(body: Iterable[str]) -> str:
    """The words of the lines, wrapped only where a line is."""
    parts = (" ".join(part.split()) for part in " ".join(body).split("\n"))
    return "\n".join(filter(None, parts))


def _ends(headings: Sequence[MarkdownLine], last: int) -> list[int]:
    """The last line of each heading's section: before the next one of its level or a higher one."""
    ends: list[int] = []
    below: list[tuple[int, int]] = [(0, last + 1)]  # levels and lines of those that follow
    for line in reversed(headings):
        while below[-1][0] > line.level:
            below.pop()
        ends.append(below[-1][1] - 1)
        below.append((line.level, line.number))
    return ends[::-1]
