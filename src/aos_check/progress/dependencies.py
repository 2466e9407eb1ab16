"""The task or group that a dependency names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from aos_check.model.task import Dependency, Group, Task, TaskList
from aos_check.progress.ids import Key, key
from aos_check.progress.tasks import Work

_TASK_WORD = re.compile(r"TASK-?(?=\d)")


class DependencyNames:
    """The tasks and groups of a file, by the names that a dependency may use."""

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
        """The one task or group that the dependency names; None if there are several or none."""
        found = self.find(dependency)
        return found[0] if len(found) == 1 else None

    def find(self, dependency: Dependency) -> list[Work]:
        """Everything that the dependency may name: several when an id occurs twice.

        The number of a group (`2`) and of the parent task in it (`2.0`) mean the same. The exact
        word is looked up first. A story is never a phase with the same number.
        """
        name = key(dependency.id)
        if name not in self._tasks:
            name = key(_TASK_WORD.sub("", dependency.id))  # TASK-1.1 may mean task 1.1
        zero = name[:-1] if name[-1] == 0 else (*name, 0)
        plain = [self._tasks.get(name), self._tasks.get(zero), self._groups.get(name)]
        if dependency.word == "story":
            return self._worded.get(("story", name), [])
        if dependency.word not in ("task", ""):
            plain = [self._worded.get((dependency.word, name)), plain.pop(), *plain]
        return next((found for found in plain if found), [])

    def around(self, work: Work) -> Work | None:
        """The task or group that directly contains `work`."""
        return self._around.get(id(work))

    def outwards(self, work: Work | None) -> Iterator[Work]:
        """The work itself, then everything that contains it, the nearest first."""
        while work is not None:
            yield work
            work = self.around(work)

    def overlap(self, one: Work, other: Work) -> bool:
        """True when one of the two contains the other, or is it."""
        return any(each is other for each in self.outwards(one)) or any(
            each is one for each in self.outwards(other)
        )

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
