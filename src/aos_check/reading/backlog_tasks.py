"""Reads one task from a file, in the form of Backlog.md, and links the tasks of all files.

The front matter has the id, status, parent and dependencies of the task. Its criteria are the boxes
below "Acceptance Criteria" and "Definition of Done".
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from aos_check.model.document import Box, BoxKind, Mark, State
from aos_check.model.finding import Place
from aos_check.model.task import Dependency, Group, Task, TaskList
from aos_check.model.wording import shortened
from aos_check.reading.boxes import checkbox
from aos_check.reading.discovery import SpecFolder
from aos_check.reading.expressions import expression
from aos_check.reading.layouts import Artifact
from aos_check.reading.markdown import LineKind
from aos_check.reading.page import OpenPage, SourceFile
from aos_check.reading.status import task_state
from aos_check.reading.structured import Data, UnreadableDataError

_LONGEST = 100
_MAX_NEEDS = 100
_MAX_DEPTH = 20
_SECTION = expression(r"(?i)\W*(?:acceptance criteria|definition of done)\b")
_MARKER = expression(r"<!--\s*(?:AC|DOD):(?P<edge>BEGIN|END)\s*-->")
_NAME = expression(r"(?P<id>\S+?)(?: - (?P<title>.*))?\.md")


def read_task_file(page: SourceFile, artifact: Artifact) -> TaskList:
    """The task of the page, in a list of its own. Its parent and dependencies are as written."""
    front = _front(page)
    unread: list[Mark] = []
    at = _at(page, front, "status")
    state = _state(front, at, artifact, unread)
    name = _NAME.fullmatch(posixpath.basename(page.path))
    task = Task(
        id=_text(front.value.get("id")) or (name["id"] if name else page.path),
        title=_text(front.value.get("title")) or (name["title"] or "" if name else ""),
        state=state,
        at=at,
        parent=_text(front.value.get("parent_task_id")) or None,
        depends_on=tuple(_needs(page, front)),
        criteria=() if artifact.retired else tuple(_criteria(page, unread)),
    )
    group = Group("", None, "", Place(page.path), tasks=(task,))
    return TaskList(page.path, (group,), unread=tuple(unread))


def _front(page: SourceFile) -> Data:
    """The front matter. The document reports one that cannot be read."""
    try:
        data = page.front_data
    except UnreadableDataError:
        return Data({}, {})
    return data if isinstance(data.value, dict) else Data({}, {})


def _at(page: SourceFile, front: Data, key: str) -> Place:
    known = isinstance(front.value, dict) and key in front.value
    return Place(page.path, front.line(key) + 1 if known else 1)


def _state(front: Data, at: Place, artifact: Artifact, unread: list[Mark]) -> State:
    text = _text(front.value.get("status"))
    state = artifact.states.get(text.casefold()) or task_state(text)
    if state is None:
        shown = shortened(text, _LONGEST)
        reason = f'the status "{shown}" is unknown' if text else "this task file has no status"
        unread.append(Mark(reason, at))
    if artifact.retired and state is not State.DONE:
        return State.CANCELLED
    return state or State.OPEN


def _needs(page: SourceFile, front: Data) -> Iterator[Dependency]:
    """The dependencies, each at its line if the list has one line for each."""
    value = front.value.get("dependencies")
    names = value if isinstance(value, list) else _text(value).split(",")
    first = _at(page, front, "dependencies")
    for index, name in enumerate(map(_text, names[:_MAX_NEEDS]), 1):
        line = first.line + index
        own_line = name in "".join(page.source[line - 1 : line])
        if name:
            yield Dependency("", name, Place(page.path, line) if own_line else first)


def _criteria(page: SourceFile, unread: list[Mark]) -> Iterator[Box]:
    inside = False
    for line in page.lines:
        if line.kind is LineKind.HEADING:
            inside = bool(_SECTION.match(line.text))
        elif line.kind is LineKind.COMMENT and (marker := _MARKER.search(line.text)):
            inside = marker["edge"] == "BEGIN"
        elif inside and line.kind is LineKind.ITEM and (box := checkbox(line.text)):
            at = page.at(line)
            if box.state is None:
                unread.append(Mark(f"the checkbox mark [{box.mark}] is unknown", at))
            yield Box(BoxKind.CRITERION, box.state or State.OPEN, box.text, at)


def _text(value: object) -> str:
    """The value if it is a short text or a number, else ""."""
    known = isinstance(value, (str, int, float)) and not isinstance(value, bool)
    text = str(value).strip() if known else ""
    return text if len(text) <= _LONGEST else ""


# The tasks of all files

_Key: TypeAlias = tuple[str, ...]
_ID = expression(r"(?i)(?:(?P<prefix>[a-z]\w*)-)?(?P<numbers>\d+(?:\.\d+)*)")


def linked(tasks: TaskList) -> TaskList:
    """The tasks in one group, below their parents, with the ids that dependencies mean."""
    found = {id(task): task for group in tasks.groups for task in group.tasks}
    names: dict[_Key, str] = {}
    by_id: dict[str, Task] = {}
    for task in found.values():
        by_id.setdefault(task.id, task)
        names.setdefault(_key(task.id), task.id)
    for task in found.values():
        names.setdefault(_key(task.id)[1:], task.id)  # "2" may mean TASK-2
    parents = {task.id: _parent(task, names) for task in by_id.values()}
    children: dict[str, list[Task]] = {}
    for task in found.values():
        above = parents[task.id] if _is_shallow(task.id, parents) else ""
        children.setdefault(above, []).append(task._replace(depends_on=_named(task, names)))
    group = Group("", None, "", Place(tasks.path), tasks=tuple(_nested("", children)))
    return tasks._replace(groups=(group,), one_count=True)


def _key(identity: str) -> _Key:
    """The parts of an id, so that TASK-02.1 is task-2.01."""
    found = _ID.fullmatch(identity)
    if not found:
        return (identity.casefold(),)
    numbers = (number.lstrip("0") for number in found["numbers"].split("."))
    prefix = (found["prefix"].casefold(),) if found["prefix"] else ()
    return (*prefix, *numbers)


def _parent(task: Task, names: Mapping[_Key, str]) -> str:
    """The id of the parent that is stated, or that a dotted id implies; "" if there is none."""
    stated = names.get(_key(task.parent)) if task.parent else None
    outer = names.get(_key(task.id)[:-1]) if "." in task.id else None
    return stated or outer or ""


def _is_shallow(identity: str, parents: Mapping[str, str]) -> bool:
    """False if the parents of the task form a circle or a very long chain."""
    for _ in range(_MAX_DEPTH):
        identity = parents[identity]
        if not identity:
            return True
    return False


def _named(task: Task, names: Mapping[_Key, str]) -> tuple[Dependency, ...]:
    return tuple(need._replace(id=names.get(_key(need.id), need.id)) for need in task.depends_on)


def _nested(above: str, children: dict[str, list[Task]]) -> Iterator[Task]:
    for task in children.pop(above, ()):
        below = tuple(_nested(task.id, children))
        yield task._replace(parent=above or None, subtasks=below)


# Statuses with a meaning of their own


def states_of(folder: SpecFolder, open_page: OpenPage) -> dict[str, State]:
    """The states of the statuses that the project lists: the last is done, the first is open."""
    path = f"{folder.home.path}/{folder.layout.states_in}"
    page = open_page(path) if folder.layout.states_in and path in folder.files else None
    value: Any = page.data.value if page and page.data else None
    listed = value.get("statuses") if isinstance(value, dict) else None
    words = list(filter(None, map(_text, listed))) if isinstance(listed, list) else []
    ends = {len(words) - 1: State.DONE, 0: State.OPEN}
    return {
        word.casefold(): task_state(word) or ends.get(index, State.IN_PROGRESS)
        for index, word in enumerate(words)
    }
