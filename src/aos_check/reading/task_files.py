"""Reads files that are one task each, such as the tasks of Backlog.md and the plans of GSD.

The layout names the keys of the front matter, the form of the file's name, and the headings over
the boxes of the criteria.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cache
from math import inf

from aos_check.model.document import Box, BoxKind, Mark, State, Status
from aos_check.model.finding import Place
from aos_check.model.task import Dependency, Group, Task, TaskList
from aos_check.model.wording import shortened
from aos_check.reading.boxes import Checkbox, checkbox
from aos_check.reading.expressions import expression
from aos_check.reading.layouts import Artifact, TaskFile
from aos_check.reading.markdown import LineKind, MarkdownLine
from aos_check.reading.metadata import front_table, head_pairs
from aos_check.reading.page import SourceFile
from aos_check.reading.status import SET_ASIDE, normalise
from aos_check.reading.task_values import in_review, known_state, short_text, unknown_status

_MAX_NEEDS = 100
_LONGEST_TITLE = 200
_MARKER = expression(r"<!--\s*(?:AC|DOD):(?P<edge>BEGIN|END)\s*-->")


def read_task_file(page: SourceFile, artifact: Artifact) -> TaskList:
    """The task of the page, in a list of its own. Its parent and dependencies are as written."""
    return _TaskFileReader(page, artifact, artifact.task_file or TaskFile()).tasks()


def named_in(text: str, form: TaskFile) -> tuple[str, str]:
    """The id and the title in the name of a file; a text of any other form is the id."""
    found = _pattern(form.name).match(text[:_LONGEST_TITLE])
    groups = found.groupdict() if found else {"id": text}
    return groups["id"], groups.get("title") or ""


@cache
def _pattern(form: str) -> re.Pattern[str]:
    return re.compile(form, re.IGNORECASE)


class _TaskFileReader:
    def __init__(self, page: SourceFile, artifact: Artifact, form: TaskFile) -> None:
        self._page = page
        self._artifact = artifact
        self._form = form
        self._front = front_table(page)
        self._is_broken = bool(page.front) and not self._front.value  # the document reports it
        self._unread: list[Mark] = []

    def tasks(self) -> TaskList:
        """The task, unless its status is missing and makes it one."""
        form, page = self._form, self._page
        status, at = self._status()
        if form.needs_status and not status:
            return TaskList(page.path)
        name = posixpath.basename(page.path)
        identity, title = named_in(name, form)
        state = self._state(status, at)
        task = Task(
            id=self._text(form.id) or identity or posixpath.splitext(name)[0],
            title=self._title() or title or page.title or identity,
            state=state,
            at=at,
            parent=self._text(form.parent) or None,
            group=self._text(form.group),
            depends_on=tuple(self._needs()),
            criteria=tuple(self._criteria()) if form.stage == "task" else (),
            rank=self._rank(),
            in_review=in_review(status, state),
        )
        if _differs(task.id, identity):
            reason = f"the name of this file says {identity}, and its id is {task.id}"
            self._unread.append(Mark(reason, self._at(form.id)))
        group = Group("", None, "", Place(page.path), tasks=(task,))
        return TaskList(page.path, (group,), unread=tuple(self._unread))

    def _text(self, key: str) -> str:
        return short_text(self._front.value.get(key))

    def _title(self) -> str:
        """The title in the front matter, or in the text."""
        found = _pattern(self._form.titled).search(self._page.text) if self._form.titled else None
        stated = self._front.value.get(self._form.title)
        text = stated if isinstance(stated, str) else found["title"] if found else ""
        return shortened(text.strip(), _LONGEST_TITLE)

    def _status(self) -> tuple[str, Place]:
        """The status in the front matter, or in a line such as `**Status:** Done`."""
        key = self._form.status
        if text := self._text(key):
            return text, self._at(key)
        lines = ((value, line) for name, value, line in head_pairs(self._page) if name == key)
        found = next(lines, None)
        return (found[0], self._page.at(found[1])) if found else ("", self._at(key))

    def _at(self, key: str) -> Place:
        known = key in self._front.value
        return Place(self._page.path, self._front.line(key) + 1 if known else 1)

    def _state(self, text: str, at: Place) -> State:
        state = known_state(text, self._artifact.states)
        if self._form.done_by or self._form.needs_status:
            success = self._form.needs_status and normalise(text) is Status.DONE
            aside = state if state in SET_ASIDE else None
            return State.DONE if success else aside or State.OPEN
        self._check_status(text, state, at)
        archived = self._form.stage == "archived" and state is not State.DONE
        return State.CANCELLED if archived else state or State.OPEN

    def _check_status(self, text: str, state: State | None, at: Place) -> None:
        listed = self._artifact.states if self._form.stage == "task" else {}
        if text and (state is None or (listed and text.casefold() not in listed)):
            self._unread.append(unknown_status(text, at))
        elif not text and not self._is_broken:
            self._unread.append(Mark("this task file has no status", at))

    def _rank(self) -> float:
        value = self._front.value.get(self._form.order)
        return value if isinstance(value, (int, float)) else inf

    def _needs(self) -> Iterator[Dependency]:
        """The dependencies, each at its line if the list has one line for each."""
        key = self._form.dependencies
        value = self._front.value.get(key)
        names = value if isinstance(value, list) else str(value or "").split(",")
        first = self._at(key)
        for index, name in enumerate(map(short_text, names[:_MAX_NEEDS]), 1):
            line = first.line + index
            own_line = name in "".join(self._page.source[line - 1 : line])
            at = Place(self._page.path, line) if own_line else first
            if name:
                yield Dependency("", named_in(name, self._form)[0], at)

    def _criteria(self) -> Iterator[Box]:
        inside, level = False, 0
        for line in self._page.lines:
            if line.kind is LineKind.HEADING:
                words = line.text.casefold().lstrip("*_ ")
                named = words.startswith(self._form.criteria)
                inside = named or (inside and line.level > level)
                level = line.level if named else level
            elif line.kind is LineKind.COMMENT and (marker := _MARKER.search(line.text)):
                inside = marker["edge"] == "BEGIN"
            elif inside and line.level <= 1 and (box := _box(line)):
                at = self._page.at(line)
                if box.state is None:
                    self._unread.append(Mark(f"the checkbox mark [{box.mark}] is unknown", at))
                yield Box(BoxKind.CRITERION, box.state or State.OPEN, box.text, at)


def _box(line: MarkdownLine) -> Checkbox | None:
    return checkbox(line.text) if line.kind is LineKind.ITEM else None


_NUMBERED = expression(r"(?P<prefix>[^\W\d]+)-(?P<numbers>[\d.]+)")


def _differs(identity: str, name: str) -> bool:
    """True for two ids with the same prefix and other numbers."""
    pair = [_NUMBERED.fullmatch(text.casefold()) for text in (identity, name)]
    one, other = (found.groups() if found else ("", "") for found in pair)
    return one[0] == other[0] and key_of(one[1]) != key_of(other[1])


def key_of(identity: str) -> tuple[str, ...]:
    """The parts of an id, so that TASK-02.1 is task-2.01."""
    return tuple(part.lstrip("0") or part[:1] for part in re.split(r"[-.]", identity.casefold()))
