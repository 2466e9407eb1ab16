"""Gates and phases: where each task stands in their order, and which gates are not passed yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from aos_check.model.task import Gate, Task, TaskList
from aos_check.progress.numbering import numbers

PhaseNumber: TypeAlias = tuple[int, ...]


def by_phase(tasks: TaskList) -> Iterator[tuple[PhaseNumber, Task]]:
    """Every task with the number of its phase, which the first number of its id is if none is."""
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
