"""Tasks and groups in messages: their names, and the places to point to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeAlias

from aos_check.model.change import TaskChange
from aos_check.model.finding import Related
from aos_check.model.task import Group, Task
from aos_check.model.wording import and_more

Work: TypeAlias = Task | Group

_MAX_OPEN = 5
_MAX_TICKED = 20


def called(work: Work) -> str:
    """A task or group by its name in a message: `task 1.2`, `phase 3`."""
    if isinstance(work, Task):
        return f"task {work.id}"
    return f"{work.word or 'group'} {work.id}" if work.id else f'"{work.title}"'


def inside(work: Work) -> Iterator[Task]:
    """The task and everything below it; for a group, its tasks at any depth."""
    for task in [work] if isinstance(work, Task) else work.tasks:
        yield from task.walk()


def open_in(work: Work) -> Iterator[Task]:
    """The task itself if it is open; for a group, its open tasks."""
    tasks = inside(work) if isinstance(work, Group) else [work]
    return (task for task in tasks if task.still_open)


def first_open(work: Work) -> Task | None:
    """The task itself if it is open; for a group, its first open task."""
    return next(open_in(work), None)


def first_and_more(tasks: Sequence[Task]) -> str:
    """The id of the first task and the number of the others: `1.2 and 3 more`."""
    return f"{tasks[0].label}{and_more(tasks)}"


def point_to_open(tasks: Sequence[Task]) -> tuple[Related, ...]:
    """The places of the first few open tasks."""
    return tuple(Related(task.at, f"{task.label} is still open") for task in tasks[:_MAX_OPEN])


def point_to_ticked(ticks: Iterable[TaskChange]) -> tuple[Related, ...]:
    """The places of the first few tasks that a commit marks done."""
    tasks = (it.after for it in ticks if it.after)
    first = islice(tasks, _MAX_TICKED)
    return tuple(Related(task.at, f"{task.label} is marked done") for task in first)
