"""The open tasks of a task list, the gates before them, and what they wait for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import TypeAlias

from aos_check.model.document import State
from aos_check.model.task import Gate, Group, Task, TaskList
from aos_check.progress.dependencies import DependencyNames
from aos_check.progress.ids import numbers
from aos_check.progress.tasks import Work, first_open
from aos_check.progress.waves import WaveOrder

PhaseNumber: TypeAlias = tuple[int, ...]


def by_phase(tasks: TaskList) -> Iterator[tuple[PhaseNumber, Task]]:
    """Every task with the number of its phase; without phases, the first number of its id."""
    has_phases = any(group.word == "phase" for group in tasks.groups)
    phase: str | None = None
    for group in tasks.groups:
        # A task group below a phase belongs to it.
        if group.word == "phase" or not (has_phases and group.word):
            phase = group.id
        for task in group.tasks:
            number = numbers(phase) if phase else None
            if number is None and not has_phases and (own := numbers(task.id)):
                number = own[:1]
            if number:
                yield from ((number, each) for each in task.walk())


def open_gates(tasks: TaskList) -> Iterator[tuple[PhaseNumber, Gate]]:
    """Every gate with open criteria, with the number of the phase that it closes."""
    for gate in tasks.gates:
        closes = numbers(gate.phase) if gate.phase else None
        if closes and gate.open_boxes:
            yield closes, gate


@dataclass(frozen=True, slots=True)
class Waiting:
    """A task that waits, by itself or as part of `work`, for the open task of `on`."""

    task: Task
    work: Work
    on: Work
    still_open: Task


class WorkQueue:
    """The open tasks of a task list.

    `left` are the tasks to work on: open, with nothing open below them, by their rank, else in
    document order. Those of other lists come late, and those in review last. Tasks that were put
    aside, and the tasks below them, are left out.
    """

    def __init__(self, tasks: TaskList) -> None:
        self.left = sorted(_left(tasks), key=_order)
        self._names = DependencyNames(tasks)
        self._waves = WaveOrder(tasks, self._names)
        self._phases = {id(task): phase for phase, task in by_phase(tasks)}
        # The first open gate blocks everything after it.
        self._gate = min(open_gates(tasks), key=itemgetter(0), default=None)
        self._blockers: dict[int, tuple[Work, Task] | None] = {}

    def begun(self, task: Task) -> Task | None:
        """The task itself, or the nearest task around it, that is in progress."""
        for work in self._names.outwards(task):
            if isinstance(work, Task) and work.state is State.IN_PROGRESS:
                return work if work.current and not work.in_review else None
        return None

    def waiting(self, task: Task) -> Waiting | None:
        """What the task waits for, by itself or as part of the tasks and the group around it."""
        for work in self._names.outwards(task):
            if id(work) not in self._blockers:
                self._blockers[id(work)] = next(self._open_dependencies(work), None)
            if blocker := self._blockers[id(work)]:
                return Waiting(task, work, *blocker)
        if before := self._waves.first_open(task):
            wave, still_open = before
            return Waiting(task, task, Group("wave", wave.id, "", still_open.at), still_open)
        return None

    def gate(self, task: Task) -> Gate | None:
        """The first open gate before the task."""
        phase = self._phases.get(id(task))
        return self._gate[1] if self._gate and phase and self._gate[0] < phase else None

    def is_free(self, task: Task) -> bool:
        """True when neither a dependency nor a gate blocks the task."""
        return self.waiting(task) is None and self.gate(task) is None

    def has_dependencies(self, task: Task) -> bool:
        """True when the task, or anything around it, names a dependency or is in a wave."""
        return self._waves.knows(task) or any(
            work.depends_on for work in self._names.outwards(task)
        )

    def _open_dependencies(self, work: Work) -> Iterator[tuple[Work, Task]]:
        for dependency in work.depends_on:
            on = self._names.resolve(dependency)
            # As in TASK006, a dependency on its own part or parent does not count.
            if on is None or self._names.overlap(work, on):
                continue
            if still_open := first_open(on):
                yield on, still_open


def _order(task: Task) -> tuple[bool, bool, float]:
    return task.in_review, not task.current, task.rank


def _left(tasks: TaskList) -> Iterator[Task]:
    for task in _not_aside(task for group in tasks.groups for task in group.tasks):
        if task.still_open and not any(below.still_open for below in _not_aside(task.subtasks)):
            yield task


def _not_aside(tasks: Iterable[Task]) -> Iterator[Task]:
    """The tasks and all tasks below them, except those put aside and everything below those."""
    left = list(tasks)[::-1]
    while left:
        task = left.pop()
        if task.still_open or task.done:
            yield task
            left.extend(reversed(task.subtasks))
