"""Open tasks as a message names them and as a finding points to them."""

from __future__ import annotations

from collections.abc import Sequence

from aos_check.model.finding import Related
from aos_check.model.task import Task

_SHOWN = 5


def named(tasks: Sequence[Task]) -> str:
    """The first of the tasks by its id, and how many more there are."""
    more = f" and {len(tasks) - 1} more" if tasks[1:] else ""
    return f"{tasks[0].id}{more}"


def pointed_at(tasks: Sequence[Task]) -> tuple[Related, ...]:
    """Where the first few of the tasks stand."""
    return tuple(Related(task.at, f"{task.id} is still open") for task in tasks[:_SHOWN])
