"""The task that may be worked on, or what all open tasks wait for."""

from __future__ import annotations

from aos_check.model.addresses import write
from aos_check.model.project import Gate, Task
from aos_check.progress.dependencies import called
from aos_check.progress.step import Ground, Step, StepKind
from aos_check.progress.work_queue import Agenda, Waiting


def go_on(ground: Ground) -> Step | None:
    """Work on a task; where none is free, pass the gate or wait."""
    if ground.spec.tasks is None:
        return None
    agenda = Agenda(ground.spec.tasks)
    if found := _in_hand(agenda) or _free(agenda):
        return _work(ground, *found)
    return _pass_gate(agenda) or _wait(agenda)


def gate_ahead(ground: Ground) -> Gate | None:
    """The first gate that is not passed and stands before the first open task."""
    tasks = ground.spec.tasks
    if tasks is None or not tasks.tracked or not tasks.gates:
        return None
    agenda = Agenda(tasks)
    return next((gate for task in agenda.left[:1] if (gate := agenda.gate(task))), None)


def _in_hand(agenda: Agenda) -> tuple[Task, str] | None:
    """What is in progress goes on before anything else is begun."""
    begun = [(task, whole) for task in agenda.left if (whole := agenda.begun(task))]
    for task, whole in begun:
        if whole is task:
            return task, "it is in progress"
    for task, whole in begun:
        if agenda.is_free(task):
            return task, f"{called(whole)}, which it is part of, is in progress"
    return None


def _free(agenda: Agenda) -> tuple[Task, str] | None:
    task = next(filter(agenda.is_free, agenda.left), None)
    return (task, _why_free(agenda, task)) if task else None


def _why_free(agenda: Agenda, task: Task) -> str:
    first = agenda.left[0]
    if task is not first:
        return f"it is the first open task that is free: {_what_blocks(agenda, first)}"
    if task.subtasks:
        return "nothing below it is open any more: finish it, or tick it"
    ground = "all that it depends on is done" if agenda.needs(task) else "it depends on nothing"
    return f"it is the first open task, and {ground}"


def _what_blocks(agenda: Agenda, task: Task) -> str:
    if waiting := agenda.waiting(task):
        return _waits(waiting)
    gate = agenda.gate(task)
    return f'{called(task)} stands behind the gate "{gate.title}"' if gate else ""


def _work(ground: Ground, task: Task, why: str) -> Step:
    address = write(ground.name, task.id)
    return Step(
        StepKind.WORK,
        task.title or called(task),
        why,
        how=f"Task: {address}",
        at=task.at,
        task=task.id,
        address=address,
    )


def _pass_gate(agenda: Agenda) -> Step | None:
    for task in agenda.left:
        gate = agenda.gate(task)
        if gate and not agenda.waiting(task):
            return Step(
                StepKind.GATE,
                f'pass the gate "{gate.title}"',
                f"{called(task)} stands behind it, and {_criteria(gate)}",
                how=f'find out whether it holds, and tick it: "{gate.open_boxes[0].text}"',
                at=gate.at,
            )
    return None


def _criteria(gate: Gate) -> str:
    number = len(gate.open_boxes)
    return "one criterion is open" if number == 1 else f"{number} criteria are open"


def _wait(agenda: Agenda) -> Step | None:
    for task in agenda.left:
        if waiting := agenda.waiting(task):
            return Step(
                StepKind.WAIT,
                f"wait for {called(waiting.on)}",
                f"no open task is free: {_waits(waiting)}",
                how=f"finish {waiting.still_open.id}, or drop the dependency",
                at=task.at,
            )
    return None


def _waits(waiting: Waiting) -> str:
    """What waits for what: `task 2.1 waits, as part of group 2, for group 1 (1.2)`."""
    part = "" if waiting.work is waiting.task else f", as part of {called(waiting.work)},"
    inner = "" if waiting.on is waiting.still_open else f" ({waiting.still_open.id})"
    return f"{called(waiting.task)} waits{part} for {called(waiting.on)}{inner}"
