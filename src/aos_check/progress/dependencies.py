"""What a dependency means: the task or group that it names, wherever in the file that stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TypeAlias

from aos_check.model.task import Dependency, Group, Task, TaskList
from aos_check.progress.numbering import Key, key

Work: TypeAlias = Task | Group


def called(work: Work) -> str:
    """The words for a task or group in a message: `task 1.2`, `phase 3`."""
    if isinstance(work, Task):
        return f"task {work.id}"
    return f"{work.word or 'group'} {work.id}" if work.id else f'"{work.title}"'


def inside(work: Work) -> Iterator[Task]:
    """The task and everything below it; of a group, its tasks at any depth."""
    for task in [work] if isinstance(work, Task) else work.tasks:
        yield from task.walk()


def first_open(work: Work) -> Task | None:
    """The task itself if it is open; a group is open while anything in it is."""
    tasks = inside(work) if isinstance(work, Group) else [work]
    return next((task for task in tasks if task.still_open), None)


class DependencyNames:
    """Everything in a task file that may be waited for, by what it is called."""

    def __init__(self, tasks: TaskList) -> None:
        self.works: list[Work] = []
        self._tasks: defaultdict[Key, list[Work]] = defaultdict(list)
        self._groups: defaultdict[Key, list[Work]] = defaultdict(list)
        self._worded: defaultdict[tuple[str, Key], list[Work]] = defaultdict(list)
        self._around: dict[int, Work] = {}
        for group in tasks.groups:
            self._add_group(group)
        for task in tasks.all_tasks():
            self._add_task(task)

    def resolve(self, dependency: Dependency) -> Work | None:
        """The one task or group that the dependency names; None where there are several or none."""
        found = self.find(dependency)
        return found[0] if len(found) == 1 else None

    def find(self, dependency: Dependency) -> list[Work]:
        """All that the dependency may name: several when an id is given twice.

        A group's number and that of the boxed parent in it mean the same, so each stands for the
        other, but what has the very word is looked for first.
        """
        name = key(dependency.id)
        zero = name[:-1] if name[-1] == 0 else (*name, 0)
        plain = [self._tasks.get(name), self._tasks.get(zero), self._groups.get(name)]
        if dependency.word not in ("task", ""):
            plain = [self._worded.get((dependency.word, name)), plain.pop(), *plain]
        return next((found for found in plain if found), [])

    def around(self, work: Work) -> Work | None:
        """The task or group right around `work`."""
        return self._around.get(id(work))

    def overlap(self, one: Work, other: Work) -> bool:
        """True when one of the two contains the other, or is it."""
        return any(each is other for each in self._outwards(one)) or any(
            each is one for each in self._outwards(other)
        )

    def _outwards(self, work: Work | None) -> Iterator[Work]:
        while work is not None:
            yield work
            work = self.around(work)

    def _add_group(self, group: Group) -> None:
        self.works.append(group)
        if group.id:
            self._groups[key(group.id)].append(group)
            self._worded[group.word, key(group.id)].append(group)
        self._around |= {id(task): group for task in group.tasks}

    def _add_task(self, task: Task) -> None:
        self.works.append(task)
        if task.named:
            self._tasks[key(task.id)].append(task)
        self._around |= {id(subtask): task for subtask in task.subtasks}
