"""The agenda of a task list: which tasks can be taken up, and what the others wait for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aos_check.model.document import State
from aos_check.model.task import Gate, Task, TaskList
from aos_check.progress.dependencies import DependencyNames, Work, first_open
from aos_check.progress.gates import by_phase, open_gates


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a task waits for: itself, or as part of `work`, for what is open of `on`."""

    task: Task
    work: Work
    on: Work
    still_open: Task


class WorkQueue:
    """What is open in a task list.

    `left` are the tasks to be taken up: open, with nothing open below them, in document order. What
    was put aside is none of them, nor is what lies below it.
    """

    def __init__(self, tasks: TaskList) -> None:
        self.left = list(_left(tasks))
        self._names = DependencyNames(tasks)
        self._phases = {id(task): phase for phase, task in by_phase(tasks)}
        # Of gates, the first one not passed is in the way of all that comes behind it.
        self._gate = min(open_gates(tasks), key=lambda found: found[0], default=None)
        self._own: dict[int, tuple[Work, Task] | None] = {}

    def around(self, task: Task) -> Iterator[Work]:
        """The tasks above the task, the nearest first, and its group."""
        work = self._names.around(task)
        while work is not None:
            yield work
            work = self._names.around(work)

    def begun(self, task: Task) -> Task | None:
        """The task itself or the nearest one around it that is in progress."""
        for work in (task, *self.around(task)):
            if isinstance(work, Task) and work.state is State.IN_PROGRESS:
                return work
        return None

    def waiting(self, task: Task) -> Waiting | None:
        """What the task waits for by itself, by a task around it or by its group, if it does."""
        for work in (task, *self.around(task)):
            if found := self._of(work):
                return Waiting(task, work, *found)
        return None

    def gate(self, task: Task) -> Gate | None:
        """The first gate that is not passed and stands before the task."""
        phase = self._phases.get(id(task))
        return self._gate[1] if self._gate and phase and self._gate[0] < phase else None

    def is_free(self, task: Task) -> bool:
        """True when nothing stands between the task and work on it."""
        return self.waiting(task) is None and self.gate(task) is None

    def needs(self, task: Task) -> bool:
        """True when the task, or what is around it, names anything that it depends on."""
        return any(work.depends_on for work in (task, *self.around(task)))

    def _of(self, work: Work) -> tuple[Work, Task] | None:
        if id(work) not in self._own:
            self._own[id(work)] = next(self._open_ground(work), None)
        return self._own[id(work)]

    def _open_ground(self, work: Work) -> Iterator[tuple[Work, Task]]:
        for dependency in work.depends_on:
            on = self._names.resolve(dependency)
            # As in TASK006: what names its own part or whole says nothing.
            if on is None or self._names.overlap(work, on):
                continue
            if still_open := first_open(on):
                yield on, still_open


def _left(tasks: TaskList) -> Iterator[Task]:
    for task in _not_aside(task for group in tasks.groups for task in group.tasks):
        if task.still_open and not any(below.still_open for below in _not_aside(task.subtasks)):
            yield task


def _not_aside(tasks: Iterable[Task]) -> Iterator[Task]:
    """The tasks and all below them, without what was put aside with a word, and what is in it."""
    left = list(tasks)[::-1]
    while left:
        task = left.pop()
        if task.still_open or task.done:
            yield task
            left.extend(reversed(task.subtasks))
