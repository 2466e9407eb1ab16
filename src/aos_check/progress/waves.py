"""The order in which the waves of a task list run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from aos_check.model.task import Task, TaskList, Wave
from aos_check.progress.dependencies import DependencyNames


class WaveOrder:
    """The wave of each task. A subtask without one belongs to the wave of the task above it.

    A task with subtasks holds nothing up: they do.
    """

    def __init__(self, tasks: TaskList, names: DependencyNames) -> None:
        self._wave_of: dict[int, int] = {}  # the position of the wave by the task
        self._latest: dict[int, int] = {}  # that of the latest wave above a task without one
        self._leaves: list[Task] = []
        if tasks.waves:
            self._place(tasks, names)
        still_open = {self._wave_of[id(it)]: it for it in self._leaves[::-1] if it.still_open}
        self._before: list[_Open | None] = []  # what each wave waits for
        self._until: list[_Open | None] = []  # the same, or its own first open task
        for index, wave in enumerate(tasks.waves):
            before = next((found for it in wave.after if (found := self._until[it])), None)
            own = (wave, still_open[index]) if index in still_open else None
            self._before.append(before)
            self._until.append(before or own)

    def knows(self, task: Task) -> bool:
        """True for a task in a wave."""
        return id(task) in self._wave_of

    def first_open(self, task: Task) -> _Open | None:
        """The first wave before the task that has an open one, with that open task.

        A task that no wave names, such as a checkpoint, comes after the tasks above it.
        """
        if (wave := self._wave_of.get(id(task))) is not None:
            return self._before[wave]
        latest = self._latest.get(id(task))
        return None if latest is None else self._until[latest]

    def done_too_early(self) -> Iterator[Task]:
        """The done tasks of all waves that wait for an open one."""
        return (task for task in self._leaves if task.done and self.first_open(task))

    def _place(self, tasks: TaskList, names: DependencyNames) -> None:
        named = {
            id(work): index
            for index, wave in enumerate(tasks.waves)
            for need in wave.tasks
            if (work := names.resolve(need))
        }
        latest = -1
        for task in tasks.all_tasks():
            around = id(names.around(task))
            index = named.get(id(task), self._wave_of.get(around, named.get(around)))
            if index is not None:
                self._wave_of[id(task)] = index
                latest = max(latest, index)
                self._leaves += [] if task.subtasks else [task]
            elif latest >= 0:
                self._latest[id(task)] = latest


_Open: TypeAlias = tuple[Wave, Task]
"""A wave with its first open task."""
