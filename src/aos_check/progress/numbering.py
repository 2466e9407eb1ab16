"""Ids as they are written: how they compare, which tasks stand side by side, which occur twice."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import TypeAlias

from aos_check.model.document import Section
from aos_check.model.spec import Spec
from aos_check.model.task import Task, TaskList

Key: TypeAlias = tuple[int | str, ...]


_LONGEST = 18  # digits; what has more is no number that anybody counts with


@lru_cache(maxsize=100_000)
def key(identity: str) -> Key:
    """The id's components, so that 1.10 is neither 1.1 nor before 1.9."""
    parts = identity.split(".")
    return tuple(int(part) if _counts(part) else part.casefold() for part in parts)


def _counts(part: str) -> bool:
    return part.isdecimal() and len(part) <= _LONGEST


def numbers(identity: str) -> tuple[int, ...] | None:
    """The id's components if all of them are numbers."""
    parts = identity.split(".")
    return tuple(map(int, parts)) if all(map(_counts, parts)) else None


def side_by_side(spec: Spec) -> Iterator[list[Task]]:
    """The tasks with an id of their own that stand under one parent and one heading."""
    if spec.tasks is None or not spec.tasks.tracked:
        return
    headings = _Headings(_sections(spec, spec.tasks), {task.at.line for task in spec.all_tasks()})
    for siblings in _siblings(spec.tasks):
        under: dict[int, list[Task]] = {}
        for task in siblings:
            if task.named:
                under.setdefault(headings.above(task.at.line), []).append(task)
        yield from under.values()


def doubled(spec: Spec) -> Iterator[tuple[Task, Task]]:
    """Each task whose id was given before, behind the one that has it first.

    `1.2` and `T012` are unique in a file. A list that counts 1, 2, 3 may begin again under the
    next heading or parent.
    """
    dotted = (task for task in spec.all_tasks() if task.named and not task.id.isdecimal())
    yield from _repeated(dotted)
    for siblings in side_by_side(spec):
        yield from _repeated(task for task in siblings if task.id.isdecimal())


def _repeated(tasks: Iterable[Task]) -> Iterator[tuple[Task, Task]]:
    first: dict[Key, Task] = {}
    for task in tasks:
        before = first.setdefault(key(task.id), task)
        if before is not task:
            yield before, task


def _siblings(tasks: TaskList) -> Iterator[tuple[Task, ...]]:
    for group in tasks.groups:
        yield group.tasks
    for task in tasks.all_tasks():
        yield task.subtasks


def _sections(spec: Spec, tasks: TaskList) -> tuple[Section, ...]:
    return next((each.sections for each in spec.documents if each.path == tasks.path), ())


class _Headings:
    """The headings of a task file that are no tasks themselves, to ask which one is above."""

    def __init__(self, sections: Iterable[Section], tasks: Collection[int]) -> None:
        self._lines: list[int] = []
        self._above: list[int] = []
        open_: list[Section] = []
        for section in sections:
            while open_ and open_[-1].level >= section.level:
                open_.pop()
            if section.at.line not in tasks:
                open_.append(section)
            self._lines.append(section.at.line)
            self._above.append(open_[-1].at.line if open_ else 0)

    def above(self, line: int) -> int:
        """The line of the innermost heading over `line`, or 0."""
        index = bisect_right(self._lines, line) - 1
        return self._above[index] if index >= 0 else 0
