"""The task to work on, or what all open tasks wait for."""

from __future__ import annotations

from aos_check.model.addresses import write
from aos_check.model.task import Gate, Task, TaskList
from aos_check.progress.assignments import assigned_in_words
from aos_check.progress.step import NextStep, StepContext, StepKind
from aos_check.progress.tasks import called
from aos_check.progress.work_queue import Waiting, WorkQueue


def work_or_wait(context: StepContext) -> NextStep | None:
    """Work on a task; if none is free, pass the gate or wait."""
    if context.spec.tasks is None:
        return None
    queue = WorkQueue(context.spec.tasks)
    if found := _in_progress(queue) or _free(queue):
        return _work(context, *found)
    return _pass_gate(queue) or _wait(queue)


def next_gate(tasks: TaskList | None) -> Gate | None:
    """The first open gate before the first open task."""
    if tasks is None or not tasks.tracked or not tasks.gates:
        return None
    queue = WorkQueue(tasks)
    return queue.gate(queue.left[0]) if queue.left else None


def what_blocks(tasks: TaskList, task: Task) -> str:
    """The dependency or gate that blocks the task, in words; "" if it is free."""
    return _what_blocks(WorkQueue(tasks), task)


def _in_progress(queue: WorkQueue) -> tuple[Task, str] | None:
    """The task in progress: it goes on before another one starts."""
    begun = [(task, whole) for task in queue.left if (whole := queue.begun(task))]
    for task, whole in begun:
        if whole is task:
            return task, "it is in progress"
    for task, whole in begun:
        if queue.is_free(task):
            return task, f"{called(whole)}, which it is part of, is in progress"
    return None


def _free(queue: WorkQueue) -> tuple[Task, str] | None:
    task = next(filter(queue.is_free, queue.left), None)
    return (task, _why_free(queue, task)) if task else None


def _why_free(queue: WorkQueue, task: Task) -> str:
    first = queue.left[0]
    if task is not first:
        return f"it is the first open task that is free: {_what_blocks(queue, first)}"
    if task.subtasks:
        return "no task below it is open: finish it, or mark it as done"
    if queue.has_dependencies(task):
        return "it is the first open task, and everything it depends on is done"
    return "it is the first open task, and it depends on nothing"


def _what_blocks(queue: WorkQueue, task: Task) -> str:
    if waiting := queue.waiting(task):
        return _waits(waiting)
    gate = queue.gate(task)
    return f'{called(task)} comes after the gate "{gate.title}"' if gate else ""


def _work(context: StepContext, task: Task, why: str) -> NextStep:
    address = write(context.name, task.id)
    return NextStep(
        StepKind.WORK,
        task.title or called(task),
        why,
        how=f"Task: {address}",
        at=task.at,
        task=task.id,
        address=address,
        assigned=assigned_in_words(task, context.spec),
    )


def _pass_gate(queue: WorkQueue) -> NextStep | None:
    for task in queue.left:
        gate = queue.gate(task)
        if gate and not queue.waiting(task):
            return NextStep(
                StepKind.GATE,
                f'pass the gate "{gate.title}"',
                f"{called(task)} comes after it, and {_open_criteria(gate)}",
                how=f'check that it holds, and tick it: "{gate.open_boxes[0].text}"',
                at=gate.at,
            )
    return None


def _open_criteria(gate: Gate) -> str:
    number = len(gate.open_boxes)
    return "one criterion is open" if number == 1 else f"{number} criteria are open"


def _wait(queue: WorkQueue) -> NextStep | None:
    for task in queue.left:
        if waiting := queue.waiting(task):
            return NextStep(
                StepKind.WAIT,
                f"wait for {called(waiting.on)}",
                f"no open task is free: {_waits(waiting)}",
                how=f"finish {waiting.still_open.id}, or drop the dependency",
                at=task.at,
            )
    return None


def _waits(waiting: Waiting) -> str:
    """The reason to wait: `task 2.1 waits, as part of group 2, for group 1 (1.2)`."""
    part = "" if waiting.work is waiting.task else f", as part of {called(waiting.work)},"
    inner = "" if waiting.on is waiting.still_open else f" ({waiting.still_open.id})"
    return f"{called(waiting.task)} waits{part} for {called(waiting.on)}{inner}"
