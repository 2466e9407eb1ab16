"""Reads the tasks of task-master: a JSON file with a list of tasks, or one for each tag.

A subtask has the id of its parent in front of its own. Ids of other tags than `master` have the tag
in front, because each tag counts from 1. Higher priorities come first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from aos_check.model.document import Mark, State
from aos_check.model.finding import Place
from aos_check.model.task import Dependency, Group, Task, TaskList
from aos_check.model.wording import shortened
from aos_check.reading.layouts import Artifact
from aos_check.reading.page import SourceFile
from aos_check.reading.structured import Data, Path
from aos_check.reading.task_values import (
    LONGEST,
    in_review,
    known_state,
    short_text,
    unknown_status,
)

_MAIN_TAG = "master"
_RANKS = {"critical": 1, "high": 2, "low": 4}
_MEDIUM = 3
_MAX_DEPTH = 20


def read_task_master(page: SourceFile, artifact: Artifact) -> TaskList:
    """The tasks of all tags. Values of a wrong type are `unread`."""
    reader = _Reader(page.path, page.data or Data(None, {}), artifact.states)
    groups = tuple(reader.groups())
    return TaskList(page.path, groups, unread=tuple(reader.unread))


def with_others_last(tasks: TaskList, tag: str) -> TaskList:
    """The tasks, of which those of other tags than the current one are worked on last."""
    groups = (
        group if group.title in (tag, "") else group._replace(tasks=_later(group.tasks))
        for group in tasks.groups
    )
    return tasks._replace(groups=tuple(groups))


def _later(tasks: tuple[Task, ...]) -> tuple[Task, ...]:
    return tuple(task._replace(current=False, subtasks=_later(task.subtasks)) for task in tasks)


class _Level(NamedTuple):
    """The place of a list of tasks: in a tag, whose ids start with `prefix`, or below a parent.

    `top` are the ids of the tag's tasks, `siblings` those in the list, `rank` the parent's rank.
    """

    tag: str
    prefix: str
    top: Collection[str]
    siblings: Collection[str] = ()
    parent: str = ""
    rank: int = 0

    def full(self, identity: str) -> str:
        """The full id of a task in the list; a dotted one has the parent's already."""
        below = self.parent and "." not in identity
        return f"{self.parent}.{identity}" if below else self.prefix + identity


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
            prefix = "" if tag in ("", _MAIN_TAG) else f"{tag}:"
            level = _Level(tag, prefix, {prefix + identity for identity in _ids(items)})
            yield Group("", None, tag, self._at(at), tasks=tuple(self._tasks(items, at, level)))

    def _lists(self) -> Iterator[tuple[str, tuple[Path, list[Any]]]]:
        """The path and the items of each list of tasks, by its tag."""
        value = self._data.value
        tags = value if isinstance(value, dict) else {}
        tagged = any(isinstance(inside, dict) and "tasks" in inside for inside in tags.values())
        if isinstance(tags.get("tasks"), list):
            if tagged:
                self._skip("these tasks have no tag, and other tasks in this file do", ("tasks",))
            else:
                yield "", (("tasks",), tags["tasks"])
        for tag, inside in tags.items():
            if isinstance(inside, dict) and "tasks" in inside:
                if isinstance(inside["tasks"], list):
                    yield tag, ((tag, "tasks"), inside["tasks"])
                else:
                    shown = shortened(tag, LONGEST)
                    self._skip(f'the tasks of "{shown}" are not a list', (tag, "tasks"))

    def _tasks(self, items: list[Any], at: Path, level: _Level) -> Iterator[Task]:
        level = level._replace(siblings={level.full(identity) for identity in _ids(items)})
        for index, item in enumerate(items):
            here = (*at, index)
            identity = _id(item)
            if not identity:
                self._skip("this task has no id", here)
                continue
            yield self._task(item, here, level.full(identity), level)

    def _task(self, item: Mapping[str, Any], here: Path, own: str, level: _Level) -> Task:
        state = self._state(item, here)
        needs = self._list(item, "dependencies", here)
        below = self._list(item, "subtasks", here)
        if len(here) > _MAX_DEPTH:
            self._skip("these subtasks are nested too deep", (*here, "subtasks"))
            below = []
        rank = level.rank or _RANKS.get(_text(item.get("priority")).casefold(), _MEDIUM)
        inside = level._replace(parent=own, rank=rank)
        return Task(
            id=own,
            title=_text(item.get("title")),
            state=state,
            at=self._at(here),
            parent=level.parent or None,
            group=level.tag,
            depends_on=tuple(self._needs(needs, here, own, level)),
            subtasks=tuple(self._tasks(below, (*here, "subtasks"), inside)),
            rank=rank,
            in_review=in_review(_text(item.get("status")), state),
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
        state = known_state(text, self._states)
        if state is None:
            self.unread.append(unknown_status(text, self._at((*at, "status"))))
        return state or State.OPEN

    def _needs(self, needs: list[Any], at: Path, own: str, level: _Level) -> Iterator[Dependency]:
        """The dependencies. A bare number of a subtask names another sibling, else a task."""
        for index, need in enumerate(needs):
            here = (*at, "dependencies", index)
            text = short_text(need)
            if not text:
                self._skip("this dependency is not an id", here)
                continue
            sibling, other = level.full(text), level.prefix + text
            is_sibling = sibling in level.siblings and sibling != own
            named = sibling if is_sibling or other not in level.top else other
            yield Dependency("", named, self._at(here))

    def _skip(self, reason: str, at: Path) -> None:
        self.unread.append(Mark(reason, self._at(at)))

    def _at(self, path: Path) -> Place:
        return Place(self._path, self._data.line_of(*path))


def _ids(items: list[Any]) -> Iterator[str]:
    return filter(None, map(_id, items))


def _id(item: object) -> str:
    """The id of a task as text; "" if it has none."""
    return short_text(item.get("id")) if isinstance(item, dict) else ""


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else str(value or "")
