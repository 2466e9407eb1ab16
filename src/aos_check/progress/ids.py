"""Task and requirement ids: how they compare, and which occur twice."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import TypeAlias

from aos_check.model.document import Section, State
from aos_check.model.spec import Spec
from aos_check.model.task import Task, TaskList

Key: TypeAlias = tuple[int | str, ...]

_MAX_DIGITS = 18  # a longer run of digits is compared as text


@lru_cache(maxsize=100_000)
def key(identity: str) -> Key:
    """The id's components, so that 1.10 is neither 1.1 nor before 1.9."""
    parts = identity.split(".")
    return tuple(int(part) if _is_number(part) else part.casefold() for part in parts)


def numbers(identity: str) -> tuple[int, ...] | None:
    """The id's components if all of them are numbers."""
    parts = identity.split(".")
    return tuple(map(int, parts)) if all(map(_is_number, parts)) else None


def _is_number(part: str) -> bool:
    return part.isdecimal() and len(part) <= _MAX_DIGITS


@lru_cache(maxsize=100_000)
def plain(identity: str) -> str:
    """The requirement's id in one case and without padding zeros: FR-001 is fr-1, US-1 is us1."""
    return re.sub(r"(?<=\D)0+(?=\d)|(?<=^us)-", "", identity.casefold())


def kind(identity: str) -> str:
    """The kind of requirement: `fr`, `nfr`, `us`; "" if it is a number."""
    found = re.match(r"us(?=\d)|[^\d-][^-]*", identity.casefold())
    return found[0] if found else ""


def is_named(identity: str, named: Collection[str]) -> bool:
    """True if the plain names have the requirement, all of its kind (`fr-*`) or all (`*`)."""
    every = plain(f"{kind(identity)}-*")
    return any(name in named for name in (plain(identity), every, "*"))


def traced_kinds(spec: Spec, named: Iterable[str]) -> frozenset[str]:
    """The kinds of requirements that need a task: those of the layout that some task names."""
    kinds = frozenset(map(kind, named))
    return kinds if "*" in spec.traced else kinds & spec.traced


def side_by_side(spec: Spec) -> Iterator[list[Task]]:
    """Groups of tasks with written ids under the same parent and the same heading."""
    if spec.tasks is None or not spec.tasks.tracked:
        return
    sections = next((it.sections for it in spec.documents if it.path == spec.tasks.path), ())
    headings = _TaskHeadings(sections, {task.at.line for task in spec.all_tasks()})
    for siblings in _siblings(spec.tasks):
        under: dict[int, list[Task]] = {}
        for task in siblings:
            if task.named:
                under.setdefault(headings.above(task.at.line), []).append(task)
        yield from under.values()


def doubled(spec: Spec) -> Iterator[tuple[Task, Task]]:
    """The first task with an id, and each later one with the same id.

    `1.2` and `T012` are unique in a file. A list that counts 1, 2, 3 may start again under the
    next heading or parent.
    """
    dotted = (task for task in spec.all_tasks() if task.named and not task.id.isdecimal())
    if spec.tasks and spec.tasks.one_count:
        kept = (task for task in dotted if task.state is not State.CANCELLED)
        yield from _repeated(kept, by_file=False)
    else:
        yield from _repeated(dotted)
    for siblings in side_by_side(spec):
        yield from _repeated(task for task in siblings if task.id.isdecimal())


def _repeated(tasks: Iterable[Task], *, by_file: bool = True) -> Iterator[tuple[Task, Task]]:
    first: dict[tuple[str, Key], Task] = {}
    for task in tasks:
        before = first.setdefault((task.at.path if by_file else "", key(task.id)), task)
        if before is not task:
            yield before, task


def _siblings(tasks: TaskList) -> Iterator[tuple[Task, ...]]:
    yield from (group.tasks for group in tasks.groups)
    yield from (task.subtasks for task in tasks.all_tasks())


class _TaskHeadings:
    """The headings of a task file that are not tasks themselves."""

    def __init__(self, sections: Iterable[Section], tasks: Collection[int]) -> None:
        self._lines: list[int] = []
        self._innermost: list[int] = []
        open_: list[Section] = []
        for section in sections:
            while open_ and open_[-1].level >= section.level:
                open_.pop()
            if section.at.line not in tasks:
                open_.append(section)
            self._lines.append(section.at.line)
            self._innermost.append(open_[-1].at.line if open_ else 0)

    def above(self, line: int) -> int:
        """The line of the innermost heading above `line`, or 0."""
        index = bisect_right(self._lines, line) - 1
        return self._innermost[index] if index >= 0 else 0
