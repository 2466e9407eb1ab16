"""What a dependency names: the one place where a reference to a task or a group is resolved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aos_check.model import Dependency, Group, Task, TaskList


@dataclass(frozen=True, slots=True)
class Need:
    """One dependency: who waits (a task, or all tasks of a group), and for what."""

    waiting: Task | Group
    dependency: Dependency
    target: Task | Group | None


class Register:
    """The tasks and groups of one task list by id. An id that two tasks have names neither."""

    def __init__(self, tasks: TaskList) -> None:
        self._list = tasks
        self._tasks: dict[tuple[object, ...], list[Task]] = {}
        self._groups: dict[tuple[object, ...], list[Group]] = {}
        for task in tasks.all_tasks():
            self._tasks.setdefault(ordered(task.id), []).append(task)
        for group in tasks.groups:
            if group.id:
                self._groups.setdefault(ordered(group.id), []).append(group)

    def needs(self) -> Iterator[Need]:
        """Every dependency of the list, resolved."""
        for group in self._list.groups:
            for dependency in group.depends_on:
                yield Need(group, dependency, self._resolve(dependency))
            for top in group.tasks:
                for task in top.walk():
                    for dependency in task.depends_on:
                        yield Need(task, dependency, self._resolve(dependency))

    def doubled(self, dependency: Dependency) -> bool:
        """True when the id is another rule's matter: more than one task has it."""
        return len(self._tasks.get(ordered(dependency.id), [])) > 1

    def _resolve(self, dependency: Dependency) -> Task | Group | None:
        """A task by its id, a group by its word and id; each may stand in for the other."""
        key = ordered(dependency.id)
        tasks = self._tasks.get(key) or self._tasks.get((*key, 0)) or []
        groups = self._groups.get(key) or []
        if dependency.word in ("task", ""):
            return next(iter((*tasks, *groups)), None)
        same_word = [group for group in groups if group.word == dependency.word]
        return next(iter((*same_word, *groups, *tasks)), None)


def ordered(identity: str) -> tuple[object, ...]:
    """An id by its components, so that 1.10 follows 1.9 and differs from 1.1."""
    parts = re.split(r"[.-]", identity)
    return tuple(int(part) if part.isdecimal() else part for part in parts)


def tasks_of(target: Task | Group) -> list[Task]:
    """A task with all below it, or every task of a group."""
    tops = [target] if isinstance(target, Task) else target.tasks
    return [task for top in tops for task in top.walk()]


def called(target: Task | Group) -> str:
    """How a message names it."""
    return f"task {target.id}" if isinstance(target, Task) else target.title
