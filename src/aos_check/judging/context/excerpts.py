"""Excerpts of documents: the lines of an item, a section or an object that begins at a place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from aos_check.judging.check_input import CheckInput
from aos_check.model.document import Section
from aos_check.model.finding import Place
from aos_check.model.spec import Spec
from aos_check.model.task import Group, Task
from aos_check.reading.expressions import expression
from aos_check.reading.markdown import LineKind
from aos_check.reading.page import SourceFile, UnreadableFileError
from aos_check.reading.pages import Pages
from aos_check.reading.read_cache import ReadCache
from aos_check.reading.structured import Data, Path

_EMPTY = expression(r"(?:-{3,}|\*{3,}|_{3,})?")
"""A blank line or a thematic break."""

_COMMENT = expression(r"\s*<!--[^\n]*-->")


class Excerpts:
    """Reads parts of the documents of a tree. A document that cannot be read has no parts."""

    def __init__(self, opened: CheckInput) -> None:
        snapshot = opened.snapshot
        self._pages = snapshot.pages if snapshot else Pages(opened.tree, ReadCache())
        self._known: dict[str, list[int]] = {}

    def page(self, path: str) -> SourceFile | None:
        """The document; None if it cannot be read."""
        try:
            return self._pages.page(path)
        except UnreadableFileError:
            return None

    def task(self, task: Task, others: Iterable[Task]) -> str:
        """The text of a task with everything below it. Of done subtasks, only the first line.

        `others` are the tasks of its spec.
        """
        page = self.page(task.at.path)
        if page is None:
            return ""
        if page.data is not None:
            return "\n".join(_object(page.data, task.at.line, task.title))
        own = [it for it in task.walk() if it.at.path == page.path]
        mine = {id(it) for it in own}
        stops = {it.at.line for it in others if it.at.path == page.path and id(it) not in mine}
        starts = sorted({*stops, *(it.at.line for it in own)})
        kept: list[str] = []
        for each in own:
            later = bisect_right(starts, each.at.line)
            end = min([_end(page, each.at.line), *starts[later : later + 1]])
            short = each.done and each is not task
            kept += page.source[_start(page, each.at.line) - 1 : each.at.line if short else end - 1]
        return tidy(kept)

    def frame(self, work: Task | Group, others: Iterable[Task]) -> str:
        """The text of a task or group around the tasks below it.

        For a heading, that is the text before the first task and after the last one.
        """
        page = self.page(work.at.path)
        if page is None or page.data is not None:
            return work.title
        end = _end(page, work.at.line)
        lines = [it.at.line for it in others if it.at.path == page.path]
        inside = [line for line in lines if work.at.line < line < end]
        start, first = _start(page, work.at.line), min([end, *inside])
        last = _end(page, max(inside)) if inside else end
        before, after = page.source[start - 1 : first - 1], page.source[last - 1 : end - 1]
        return tidy([*before, "", *after])

    def at(self, place: Place) -> str:
        """The item, the section, the row or the object that begins at the place."""
        page = self.page(place.path)
        if page is None:
            return ""
        if page.data is not None:
            return "\n".join(_object(page.data, place.line))
        return tidy(page.source[place.line - 1 : _end(page, place.line) - 1])

    def around(self, place: Place) -> str:
        """The paragraph around a place: the lines between two blank ones."""
        page = self.page(place.path)
        if page is None or page.data is not None:
            return ""
        start = end = place.line - 1
        while start > 0 and page.source[start - 1].strip():
            start -= 1
        while end < len(page.source) and page.source[end].strip():
            end += 1
        return tidy(page.source[start:end])

    def texts(self, spec: Spec) -> Iterator[str]:
        """The whole texts of a spec's documents."""
        yield from (page.text for it in spec.documents if (page := self.page(it.path)))

    def own_lines(self, section: Section) -> range:
        """The numbers of the lines between a heading and the next one."""
        page = self.page(section.at.path)
        if page is None:
            return range(0)
        first = section.at.line + 1
        headings = self._headings(page)
        index = bisect_left(headings, first)
        return range(first, headings[index] if index < len(headings) else len(page.source) + 1)

    def lines(self, path: str, numbers: range) -> str:
        """The text of these lines."""
        page = self.page(path)
        return tidy(page.source[numbers.start - 1 : numbers.stop - 1]) if page else ""

    def _headings(self, page: SourceFile) -> list[int]:
        """The lines of the headings, each document's once."""
        if page.path not in self._known:
            lines = (it for it in page.lines if it.kind is LineKind.HEADING and it.parent < 0)
            self._known[page.path] = [it.number for it in lines]
        return self._known[page.path]


def _start(page: SourceFile, line: int) -> int:
    """The line itself; for a line of the front matter, the first one after it."""
    number = page.front.count("\n") + 1
    return number + 2 if page.front and line <= number else line


def tidy(lines: Sequence[str]) -> str:
    """The lines as text, without comments, repeated blank lines and their common indentation."""
    kept: list[str] = []
    for line in lines:
        plain = line.expandtabs(4).rstrip()
        if not _COMMENT.fullmatch(plain) and (plain or (kept and kept[-1])):
            kept.append(plain)
    while kept and _EMPTY.fullmatch(kept[-1]):
        kept.pop()
    margin = min((len(line) - len(line.lstrip()) for line in kept if line), default=0)
    return "\n".join(line[margin:] for line in kept)


def _end(page: SourceFile, start: int) -> int:
    """The line after the block that begins at line `start`."""
    lines, after = page.lines, len(page.source) + 1
    index = bisect_left(lines, start, key=lambda line: line.number)
    if index == len(lines) or lines[index].number != start:
        return after  # front matter is about the whole document
    first, inside = lines[index], {index}
    for i in range(index + 1, len(lines)):
        line = lines[i]
        heading = line.kind is LineKind.HEADING and line.parent < 0
        if first.kind is LineKind.HEADING:
            ends = heading and line.level <= first.level
        elif first.kind is LineKind.ITEM:
            # Text and code right after an item explain it, unless they have a label.
            after_it = line.kind in (LineKind.TEXT, LineKind.CODE) and not _is_label(line.text)
            ends = line.parent not in inside and not after_it
            inside.add(i)
        else:
            ends = heading or first.kind is LineKind.TABLE
        if ends:
            return line.number
    return after


def _is_label(text: str) -> bool:
    """True for text that begins a part of its own, such as **Acceptance Criteria:**."""
    return text.startswith("**") and (":**" in text or text.rstrip().endswith("**:"))


_LISTED = ("id", "title", "description", "details")
_SKIPPED = frozenset({"subtasks", "updatedAt", "createdAt", "parentId", "parentTaskId"})


def _object(data: Data, line: int, title: str = "") -> Iterator[str]:
    """The values of the innermost object of a JSON or YAML text that begins on the line."""
    paths = [it for it in data.spans if data.line_of(*it) == line]
    found = [value for it in paths if isinstance(value := _value(data.value, it), dict)]
    if found:
        yield from _fields(next((it for it in found if it.get("title") == title), found[-1]))


def _value(value: Any, path: Path) -> Any:  # noqa: ANN401 - any value of JSON
    for key in path:
        value = value[key]
    return value


def _fields(found: Mapping[str, Any]) -> Iterator[str]:
    keys = [
        *(key for key in _LISTED if key in found),
        *(key for key in found if key not in _LISTED),
    ]
    seen = set[str]()
    for key in keys:
        value = found[key]
        if isinstance(value, list):
            value = ", ".join(str(it) for it in value if not isinstance(it, dict | list))
        text = str(value).strip() if isinstance(value, str | int) else ""
        if text and text not in seen and key not in _SKIPPED:
            seen.add(text)
            first, *more = text.splitlines()
            yield f"{key}: {first}"
            yield from (f"  {line}".rstrip() for line in more)
    for each in found.get("subtasks") or ():
        if isinstance(each, dict):
            mark = "x" if each.get("status") in ("done", "completed") else " "
            yield f"- [{mark}] {each.get('id')} {each.get('title')}"
