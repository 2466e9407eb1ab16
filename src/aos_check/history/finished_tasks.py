"""Finds the tasks that a change finishes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aos_check.model.change import Change
from aos_check.model.spec import Spec
from aos_check.model.task import Task
from aos_check.model.task_pairs import same_words


def finished_tasks(change: Change) -> list[tuple[Spec, Task]]:
    """The tasks that a change ticks, and the new ones that it brings already done.

    A done task that only moves to another spec is neither.
    """
    before = [each for each in change.tasks() if each.before.done]
    stay = {id(each.after) for each in before if each.after}
    moved = {same_words(each.before.title) for each in before if not each.after}
    ticked = {id(tick.after) for tick in change.ticks()}
    return [
        (spec, task)
        for spec in (pair.after for pair in change.specs if pair.after)
        for task in spec.all_tasks()
        if task.done and id(task) not in stay
        if id(task) in ticked or same_words(task.title) not in moved
    ]


def topmost(tasks: Iterable[tuple[Spec, Task]]) -> Iterator[tuple[Spec, Task]]:
    """The tasks without those below another one: a finished parent stands for its subtasks."""
    every = list(tasks)
    below = {id(sub) for _, task in every for sub in task.walk() if sub is not task}
    return ((spec, task) for spec, task in every if id(task) not in below)
