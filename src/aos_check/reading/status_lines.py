"""Finds the status lines of a document, in any of the usual forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, takewhile
from typing import TypeAlias

from aos_check.model.document import Status, StatusLine
from aos_check.reading.expressions import expression
from aos_check.reading.markdown import LineKind, MarkdownLine
from aos_check.reading.metadata import ABOUT_DOCUMENT, KEY, Pairs, pair, plain
from aos_check.reading.page import SourceFile
from aos_check.reading.status import normalise

_STATUS_KEYS = {
    "status", "spec status", "document status", "current status", "overall status",
    "feature status", "état", "etat", "estado", "situação", "stato", "статус", "状态", "狀態",
    "ステータス", "상태", "statut",
}  # fmt: skip


def status_lines(page: SourceFile, head: Pairs, words: Mapping[str, Status]) -> list[StatusLine]:
    """The status lines of the head and of a section called Status, in order."""
    stated, suggested = (
        [StatusLine(normalise(value, words), value, page.at(line)) for value, line in values]
        for values in (_stated(page, head), _suggested(page, head))
    )
    known = [line for line in suggested if line.value not in (Status.UNKNOWN, Status.UNSET)]
    return sorted((*stated, *known), key=lambda line: line.at.line)


_Values: TypeAlias = Iterator[tuple[str, MarkdownLine]]
_FIRST_LINES = 40


def _stated(page: SourceFile, head: Pairs) -> _Values:
    """The values of keys, of `## Status: X`, and of the text right below `## Status`."""
    yield from ((value, line) for key, value, line in head if key in _STATUS_KEYS)
    for line, value, after in _sections(page):
        if value:
            yield value, line
        elif after and after.kind is LineKind.TEXT and not pair(after.text):
            yield after.text, after


def _suggested(page: SourceFile, head: Pairs) -> _Values:
    """The values in all other forms. Only known ones count: they may be about something else."""
    yield from _beside(page)
    yield from _below_keys(page, head)
    yield from _in_sections(page)
    yield from _in_tables(page.head)


def _sections(page: SourceFile) -> Iterator[tuple[MarkdownLine, str, MarkdownLine | None]]:
    """Each heading that is a status's key near the top, its value, and the line below it.

    Inside another section it is that section's status.
    """
    headings = (found for found in enumerate(page.lines) if found[1].kind is LineKind.HEADING)
    near = takewhile(lambda found: found[1].number <= _FIRST_LINES, headings)
    outermost = _DEEPEST
    for index, line in near:
        if line.level == 1:
            continue  # the title
        outermost = min(outermost, line.level)
        key, _, value = _NUMBERING.sub("", plain(line.text)).partition(":")
        if key.strip("*_ ").casefold() in _STATUS_KEYS and line.level == outermost:
            yield line, value.strip(), next(iter(page.lines[index + 1 : index + 2]), None)


_DEEPEST = 6
_NUMBERING = expression(r"^\W*(?:\d+(?:\.\d+)*[.)]?\s+)?")


def _in_sections(page: SourceFile) -> _Values:
    """The key, the item or the row right below `## Status`."""
    for _, value, after in _sections(page):
        if value or not after:
            continue
        if after.kind is LineKind.TABLE:
            yield from _in_tables([after])
        elif (found := pair(after.text)) and found[0] in _STATUS_KEYS:
            yield found[1], after
        elif after.kind is LineKind.ITEM and _is_alone(page, after):
            yield after.text, after


def _below_keys(page: SourceFile, head: Pairs) -> _Values:
    """The lines below the keys that have no value in their own line."""
    keys = {line.number for key, value, line in head if key in _STATUS_KEYS and not value}
    for line, after in pairwise(page.lines):
        if line.number in keys and _is_alone(page, after):
            yield after.text, after


_MAX_WORDS = 4


def _is_alone(page: SourceFile, line: MarkdownLine) -> bool:
    """True for a few words, or an item that is the only one of its list."""
    siblings = (each for each in page.lines if each.number in (line.number + 1, line.number + 2))
    return (
        line.kind in (LineKind.TEXT, LineKind.ITEM)
        and not pair(line.text)
        and len(line.text.split()) <= _MAX_WORDS
        and not any(line.kind is each.kind is LineKind.ITEM for each in siblings)
    )


_BOLD = expression(rf"(?:\*\*|__)({KEY})(?:\*\*|__)\s*[-–—]?\s*(?P<value>[^\s:：].*)")
_BESIDE = expression(rf"\s+[|·•]\s+|\s+(?=(?:\*\*|__){KEY}\s*:?(?:\*\*|__))")


def _beside(page: SourceFile) -> _Values:
    """`**Status** - X`, and the later keys in a line of metadata: `Date: X | Status: Y`."""
    for line in page.head:
        if line.kind in (LineKind.TEXT, LineKind.ITEM) and line.level <= 1:
            bold = _BOLD.match(line.text)
            if bold and bold[1].casefold() in _STATUS_KEYS:
                yield bold["value"], line
            found = [pair(piece) for piece in _BESIDE.split(line.text)]
            if all(each and each[0] in ABOUT_DOCUMENT for each in found):
                rest = (each for each in found[1:] if each and each[0] in _STATUS_KEYS)
                yield from ((value, line) for _, value in rest)


def _in_tables(lines: Sequence[MarkdownLine]) -> _Values:
    """The statuses in tables of metadata: one key in a row, or one in each column."""
    rows = [(line, line.cells) for line in lines if line.kind is LineKind.TABLE]
    for index, (line, cells) in enumerate(rows):
        keys = list(map(_key, cells))
        if values := _values_below(keys, rows[index + 1 : index + 3]):
            below = zip(keys, values[1], strict=False)
            yield from ((value, values[0]) for key, value in below if key in _STATUS_KEYS)
        elif len(cells) == _KEY_AND_VALUE and keys[0] in _STATUS_KEYS:
            yield cells[1], line


_Row: TypeAlias = tuple[MarkdownLine, list[str]]


def _values_below(keys: list[str], rows: Sequence[_Row]) -> _Row | None:
    """The row below the dashes, if the keys are the head of its columns."""
    if len(rows) < _DASHES_AND_VALUES or not ABOUT_DOCUMENT.issuperset(keys):
        return None
    (_, dashes), values = rows
    is_head = not "".join(dashes).strip("-: ") and _key(values[1][0]) not in ABOUT_DOCUMENT
    return values if is_head else None


_DASHES_AND_VALUES = 2
_KEY_AND_VALUE = 2


def _key(cell: str) -> str:
    return cell.strip("*_:： ").casefold()
