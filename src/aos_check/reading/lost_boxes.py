"""Finds the lines that look like boxes and that no reader of boxes understands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile

from aos_check.model.document import BoxKind, Mark, Role
from aos_check.model.finding import Place
from aos_check.reading.boxes import checkbox
from aos_check.reading.expressions import expression
from aos_check.reading.markdown import MAX_LINE, LineKind, MarkdownLine, closes
from aos_check.reading.page import SourceFile
from aos_check.reading.task_headings import heading_task
from aos_check.reading.task_line import unboxed

# The mark of a box is certain here, because nothing else about the line is.
_PLAIN = r"\\?\[(?: ?[xX✓✔✅☑~/-] ?|\s{1,2})\\?\]"
# "[x](url)", "[x][name]", "[ ], [x]" and "[ ]/[x]" are a link and words about boxes.
_END = r"(?=$|[\s\w*~_`\"'“«:—–])"
_SIGN = r"[-*+•–—·◦‣▪●○−]"
_BULLET = rf"(?:{_SIGN}|\d{{1,4}}[.)])"
_AT_START = expression(rf"{_PLAIN}{_END}|[☐☑☒🗹]\ufe0f?\s")
_BARE = expression(rf"{_PLAIN}(?!:){_END}|[☐☑☒🗹]\ufe0f?\s")
_BULLETED = expression(rf"{_BULLET}\s{{1,4}}{_PLAIN}{_END}")
_GLUED = expression(rf"{_BULLET}(?:{_PLAIN}{_END}|\[[^\]\s\dA-Z]\]\s)|{_PLAIN}\w")
_STRAY = expression(rf"\(?\w{{1,3}}(?:[.)]|\s?[-*+])\s{{0,4}}{_PLAIN}{_END}")
_OTHER_BRACKETS = expression(
    r"(?:[-*+]\s{1,4})?(?:\\\[(?: ?[xX] ?|\s{1,2})\\?\]|［(?:[xX✓]?|\s)］|（(?:[xX✓]|\s)）)"
)
_ROUND = expression(r"\( ?[xX]? ?\)\s")
_TAG = expression(r"\[(?P<mark>[A-Z])\]\s+\S")
_CELL = expression(rf"\s*(?:{_PLAIN}(?=\s|$)|[☐☑☒🗹])")
_OF_A_TASK = expression(
    r"\W*(?:task\s+\#?\d|\d{1,4}(?:\.\d+)+\b|\d{1,4}\W*$|T-?\d+)", re.IGNORECASE
)
_TASK_COLUMN = expression(r"\btasks?\b", re.IGNORECASE)

_NO_BULLET = "this line has a box and no bullet, so it is no item of a list"
_NO_BLANK = "a blank is missing beside this box"
_NOT_AN_ITEM = "Markdown adds this line to the paragraph above it, although it begins with a box"
_NOT_A_BULLET = "something other than a bullet is before this box"
_NOT_BRACKETS = "the brackets of this box are not [ ]"
_IN_HEADING = "the mark of the box in this heading is unknown"
_IN_TABLE = "this row of a table has a box, and boxes in tables are not read"

_ITEM_REASONS = (
    (_OTHER_BRACKETS, _NOT_BRACKETS),
    (_ROUND, _NOT_BRACKETS),
    (_GLUED, _NO_BLANK),
    (_AT_START, _NO_BLANK),
)
_TEXT_REASONS = (
    (_OTHER_BRACKETS, _NOT_BRACKETS),
    (_GLUED, _NO_BLANK),
    (_BARE, _NO_BULLET),
    (_BULLETED, _NOT_AN_ITEM),
    (_STRAY, _NOT_A_BULLET),
)


def lost_boxes(page: SourceFile, role: Role, known: Mapping[int, BoxKind]) -> Iterator[Mark]:
    """The lines that look like boxes, with the reason why none is read.

    `known` are the kinds of the boxes that are read, by the index of their line. Boxes in code that
    ends and in comments that end are examples, and are not lost.
    """
    table = _Table()
    last_item: dict[int, int] = {}  # by the item around it
    for index, line in enumerate(page.lines):
        if line.kind is LineKind.ITEM:
            before = last_item.get(line.parent, -1)
            last_item[line.parent] = index
            if index not in known and known.get(before, BoxKind.NOTE) is not BoxKind.NOTE:
                yield from _marks_of_tags(page, line)
        else:
            last_item.pop(line.parent, None)
        if index in known or line.kind is LineKind.COMMENT:
            continue
        if line.kind is LineKind.CODE:
            yield from _below_open_fence(page, index)
        elif line.kind is LineKind.TABLE or line.text.startswith("|"):
            if role is Role.TASKS and table.has_task_with_box(line):
                yield Mark(_IN_TABLE, page.at(line))
        elif reason := _reason(line, role):
            yield Mark(reason, page.at(line))
    yield from _in_open_comment(page)


def _marks_of_tags(page: SourceFile, line: MarkdownLine) -> Iterator[Mark]:
    """A capital letter is a tag such as "[P]", but directly below a box it is a mark."""
    if line.text.startswith("[") and (found := _TAG.match(line.text)):
        yield Mark(f"the checkbox mark [{found['mark']}] is unknown", page.at(line))


_LONGEST_LEAD = 12  # characters before a box


def _reason(line: MarkdownLine, role: Role) -> str | None:
    text = line.text
    if role is Role.TASKS and line.kind is LineKind.HEADING and line.parent < 0:
        if heading_task(text):
            return None
        if checkbox(text):
            return _IN_HEADING
    elif role is Role.ROADMAP and line.kind is LineKind.HEADING and (box := checkbox(text)):
        return None if box.state else _IN_HEADING
    elif role is Role.TASKS and "[" in text and (box := unboxed(text)):
        return None if box.state else f"the checkbox mark [{box.mark}] is unknown"
    lead = text[:_LONGEST_LEAD]
    if "[" not in lead and lead.isascii() and not lead.startswith("("):
        return None  # fast for nearly every line
    reasons = _ITEM_REASONS if line.kind is LineKind.ITEM else _TEXT_REASONS
    return next((reason for look, reason in reasons if look.match(text)), None)


class _Table:
    """The table around a row: a column of tasks makes every box in it the state of a task."""

    def __init__(self) -> None:
        self._number = 0
        self._of_tasks = False

    def has_task_with_box(self, row: MarkdownLine) -> bool:
        """True if the row has a box, and the number of a task or a column of tasks."""
        if row.number > self._number + 2:  # the line of delimiters may be between two rows
            self._of_tasks = any(map(_TASK_COLUMN.fullmatch, _cells(row.text)))
        self._number = row.number
        return _has_box(row.text) and (self._of_tasks or _has_task(row.text))


def _cells(row: str) -> list[str]:
    return [cell.strip(" *_") for cell in row.split("|") if cell.strip()]


def _has_box(row: str) -> bool:
    return any(map(_CELL.match, _cells(row)))


def _has_task(row: str) -> bool:
    return any(map(_OF_A_TASK.match, _cells(row)))


# Code and comments that do not end

_FENCE = expression(r"[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)*(?P<marks>`{3,}|~{3,})")
_ITEM = expression(r"(?:[-*+]|\d{1,9}[.)]|#{1,6})\s+(?P<text>.*)")


def _below_open_fence(page: SourceFile, index: int) -> Iterator[Mark]:
    """The fence in this line and the boxes below it, if it is never closed."""
    first = page.lines[index]
    opening = _FENCE.match(page.source[first.number - 1])
    if not opening:
        return
    after = page.lines[index + 1].number - 1 if page.lines[index + 1 :] else len(page.source)
    below = {
        number + 1: page.source[number][:MAX_LINE].strip(" \t>")
        for number in range(first.number, after)
    }
    if not any(closes(text, opening["marks"]) for text in below.values()):
        reason = f"the fence in line {first.number} is never closed, so the boxes below it are code"
        yield from _swallowed(page, first, below, reason)


def _in_open_comment(page: SourceFile) -> Iterator[Mark]:
    """The comment at the end of the page and the boxes in it, if it is never closed."""
    tail = takewhile(
        lambda line: line.kind is LineKind.COMMENT and "-->" not in line.text, reversed(page.lines)
    )
    lines = list(tail)[::-1]
    if lines and lines[0].text.startswith("<!--"):
        first = lines[0]
        below = {line.number: line.text for line in lines[1:]}
        reason = (
            f"the comment in line {first.number} is never closed, so the boxes in it are not read"
        )
        yield from _swallowed(page, first, below, reason)


def _swallowed(
    page: SourceFile, first: MarkdownLine, below: Mapping[int, str], reason: str
) -> Iterator[Mark]:
    boxes = [Place(page.path, number) for number, text in below.items() if _is_like_a_box(text)]
    if boxes:
        yield from (Mark(reason, at) for at in (page.at(first), *boxes))


def _is_like_a_box(text: str) -> bool:
    if text.startswith("|"):
        return _has_box(text) and _has_task(text)
    item = _ITEM.match(text)
    return bool(item and checkbox(item["text"])) or any(
        look.match(text) for look, _ in _TEXT_REASONS
    )
