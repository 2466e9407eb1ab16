"""The tasks that a commit marks done, as messages name them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aos_check.model.change import TaskChange
from aos_check.model.finding import Related

_SHOWN = 20


def pointed_at(ticks: Iterable[TaskChange]) -> tuple[Related, ...]:
    """Where the first few of them stand."""
    return tuple(_related(ticks))[:_SHOWN]


def _related(ticks: Iterable[TaskChange]) -> Iterator[Related]:
    for it in ticks:
        if it.after:
            yield Related(it.after.at, f"{it.after.id} is marked done")
