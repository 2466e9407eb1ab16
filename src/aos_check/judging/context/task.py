"""The pieces about the task itself: its text, what it is part of, and what blocks it."""

from __future__ import annotations

from collections.abc import Iterator

from aos_check.judging.context.excerpts import Excerpts
from aos_check.judging.context.subject import ContextSubject
from aos_check.model.document import State
from aos_check.model.task import Group, Task
from aos_check.model.task_context import Piece
from aos_check.model.wording import shortened
from aos_check.progress import NextStep, StepKind, what_blocks
from aos_check.reporters.drawing import mark

_BEFORE_WORK = frozenset({StepKind.WRITE, StepKind.CLARIFY, StepKind.APPROVE})
_WITH_TEXT = frozenset({StepKind.GATE, StepKind.WAIT, StepKind.CLOSE})
_SHOWN_QUESTIONS = 5
_LONGEST = 60
_LONGEST_ROW = 120
_BEFORE, _AFTER = 8, 5  # the tasks to list before and after the task, in one list


def step_pieces(subject: ContextSubject, excerpts: Excerpts) -> Iterator[Piece]:
    """The step to do first, with the text that it is about; none if a task is free."""
    step = subject.step
    if subject.task is None or step.kind in _BEFORE_WORK:
        at = step.at or subject.spec.at
        yield Piece("step", step.text, "\n".join(_said(step)), at, quoted=False)
        if step.kind is StepKind.CLARIFY:
            yield from _questions(subject, excerpts)
        elif step.at and step.kind in _WITH_TEXT:
            yield Piece("step", "the place", excerpts.at(step.at), step.at)


def _said(step: NextStep) -> Iterator[str]:
    yield f"why: {step.why}"
    if step.how:
        yield f"do: {step.how}"


def _questions(subject: ContextSubject, excerpts: Excerpts) -> Iterator[Piece]:
    for question in list(subject.spec.open_questions())[:_SHOWN_QUESTIONS]:
        text = excerpts.around(question.at) or question.text
        yield Piece("step", "open question", text, question.at)


def block_pieces(subject: ContextSubject, task: Task) -> Iterator[Piece]:
    """The reason why work on the task cannot begin, or has no use."""
    if reason := _why_not_now(subject, task):
        yield Piece("blocked", reason, "", task.at, quoted=False)


def _why_not_now(subject: ContextSubject, task: Task) -> str:
    if task.state not in (State.OPEN, State.IN_PROGRESS):
        return f"the task is {task.state.value}"
    if left := [it for it in task.subtasks if it.still_open]:
        return f"finish the tasks below it first, from {left[0].label} on"
    waits = what_blocks(subject.spec.tasks, task) if subject.spec.tasks else ""
    if waits or subject.is_next or not subject.step.address:
        return waits
    return f"nothing blocks it, but the next task is {subject.step.address}"


def task_pieces(subject: ContextSubject, task: Task, excerpts: Excerpts) -> Iterator[Piece]:
    """The text of the task, and of the tasks and the group around it."""
    others = list(subject.spec.all_tasks())
    text = excerpts.task(task, others) or task.title
    yield Piece("task", subject.address, text, task.at)
    for number, work in enumerate(reversed(subject.parents())):
        text = excerpts.frame(work, others) or work.title
        text += "" if number else _siblings(work, task)
        # A heading that is no group says nothing alone.
        if isinstance(work, Task) or work.id or "\n" in text:
            yield Piece("parent", _name(work), text, work.at)


def _siblings(work: Task | Group, task: Task) -> str:
    """The tasks next to the task, each in one line; "" if it is alone."""
    below = work.tasks if isinstance(work, Group) else work.subtasks
    place = next((i for i, it in enumerate(below) if it.at == task.at), 0)
    shown = below[max(0, place - _BEFORE) : place + _AFTER]
    own = [shortened(f"- {mark(it.state)} {_label(it)}{it.title}", _LONGEST_ROW) for it in shown]
    return "\n".join(["\n", *own]) if len(own) > 1 else ""


def _label(task: Task) -> str:
    return f"{task.id} " if task.named else ""


def _name(work: Task | Group) -> str:
    if isinstance(work, Group):
        return f"{work.word or 'group'} {work.id}" if work.id else shortened(work.title, _LONGEST)
    return f"task {work.label}"
