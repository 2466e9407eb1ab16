"""Reads the tasks of task-master: a JSON file with a list of tasks, or one for each tag.

A subtask has the id of its parent in front of its own. Ids of other tags than `master` have the tag
in front, because each tag counts from 1.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from aos_check.model.document import Mark, State
from aos_check.model.finding import Place
from aos_check.model.task import Dependency, Group, Task, TaskList
from aos_check.model.wording import shortened
from aos_check.reading.layouts import Artifact
from aos_check.reading.page import SourceFile
from aos_check.reading.status import task_state
from aos_check.reading.structured import Data, Path

_MAIN_TAG = "master"
_MAX_DEPTH = 20
_LONGEST = 100


def read_task_master(page: SourceFile, artifact: Artifact) -> TaskList:
    """The tasks of all tags. Values of a wrong type are `unread`."""
    reader = _Reader(page.path, page.data or Data(None, {}), artifact.states)
    groups = tuple(reader.groups())
    return TaskList(page.path, groups, unread=tuple(reader.unread))


class _Reader:
    def __init__(self, path: str, data: Data, states: Mapping[str, State]) -> None:
        self._path = path
        self._data = data
        self._states = states
        self.unread: list[Mark] = []

    def groups(self) -> Iterator[Group]:
        """The tasks of each tag."""
        lists = dict(self._lists())
        if not lists:
            self.unread.append(Mark("this file has no list of tasks", Place(self._path)))
        for tag, (at, items) in lists.items():
            prefix = "" if tag == _MAIN_TAG or len(lists) == 1 else f"{tag}:"
            top = {prefix + text for _, item in self._objects(items, at) if (text := _id(item))}
            tasks = tuple(self._tasks(items, at, prefix=prefix, top=top))
            yield Group("", None, tag, self._at(at), tasks=tasks)

    def _lists(self) -> Iterator[tuple[str, tuple[Path, list[Any]]]]:
        """The path and the items of each list of tasks, by its tag."""
        value = self._data.value
        tags = value if isinstance(value, dict) else {}
        if isinstance(tags.get("tasks"), list):
            yield "", (("tasks",), tags["tasks"])
            return
        for tag, inside in tags.items():
            if isinstance(inside, dict) and "tasks" in inside:
                if isinstance(inside["tasks"], list):
                    yield tag, ((tag, "tasks"), inside["tasks"])
                else:
                    self._skip(f'the tasks of "{_short(tag)}" are not a list', (tag, "tasks"))

    def _objects(self, items: list[Any], at: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
        for index, item in enumerate(items):
            if isinstance(item, dict):
                yield (*at, index), item

    def _tasks(
        self, items: list[Any], at: Path, *, prefix: str, top: Collection[str], parent: str = ""
    ) -> Iterator[Task]:
        siblings = {_join(parent, prefix, _id(item)) for _, item in self._objects(items, at)}
        for index, item in enumerate(items):
            here = (*at, index)
            identity = _id(item) if isinstance(item, dict) else ""
            if not identity:
                self._skip("this task has no id", here)
                continue
            own = _join(parent, prefix, identity)
            needs = self._list(item, "dependencies", here)
            below = self._list(item, "subtasks", here)
            if len(here) > _MAX_DEPTH:
                self._skip("these subtasks are nested too deep", (*here, "subtasks"))
                below = []
            yield Task(
                id=own,
                title=_text(item.get("title")),
                state=self._state(item, here),
                at=self._at(here),
                parent=parent or None,
                depends_on=tuple(self._needs(needs, here, (parent, prefix), siblings, top)),
                subtasks=tuple(
                    self._tasks(below, (*here, "subtasks"), prefix=prefix, top=top, parent=own)
                ),
            )

    def _list(self, item: Mapping[str, Any], key: str, at: Path) -> list[Any]:
        value = item.get(key)
        if value is not None and not isinstance(value, list):
            self._skip(f"the {key} are not a list", (*at, key))
        return value if isinstance(value, list) else []

    def _state(self, item: Mapping[str, Any], at: Path) -> State:
        if item.get("status") is None:
            return State.OPEN
        text = _text(item["status"])
        state = self._states.get(text.casefold()) or task_state(text)
        if state is None:
            self._skip(f'the status "{_short(text)}" is unknown', (*at, "status"))
        return state or State.OPEN

    def _needs(
        self,
        needs: list[Any],
        at: Path,
        parent: tuple[str, str],
        siblings: Collection[str],
        top: Collection[str],
    ) -> Iterator[Dependency]:
        """The dependencies. A bare number of a subtask names a sibling, else a task."""
        for index, need in enumerate(needs):
            here = (*at, "dependencies", index)
            text = _id({"id": need})
            if not text:
                self._skip("this dependency is not an id", here)
                continue
            sibling, other = _join(*parent, text), parent[1] + text
            named = sibling if sibling in siblings or other not in top else other
            yield Dependency("", named, self._at(here))

    def _skip(self, reason: str, at: Path) -> None:
        self.unread.append(Mark(reason, self._at(at)))

    def _at(self, path: Path) -> Place:
        return Place(self._path, self._data.line_of(*path))


def _join(parent: str, prefix: str, identity: str) -> str:
    """The full id of a task; a dotted one is full already."""
    return f"{parent}.{identity}" if parent and "." not in identity else prefix + identity


def _id(item: Mapping[str, Any]) -> str:
    """The id of a task as text; "" if it has none."""
    value = item.get("id")
    known = isinstance(value, (str, int)) and not isinstance(value, bool)
    text = str(value).strip() if known else ""
    return text if len(text) <= _LONGEST else ""


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else str(value or "")


def _short(text: str) -> str:
    return shortened(text, _LONGEST)
