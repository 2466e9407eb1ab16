"""The tasks that a commit marks done, as messages name them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from aos_check.addresses import write
from aos_check.change import TaskChange
from aos_check.finding import Related

_SHOWN = 20


def addresses(ticks: Sequence[TaskChange]) -> list[str]:
    """How a message names the ticked tasks: the smallest of them, not what contains one."""
    above = {(it.spec.path, it.after.parent) for it in ticks if it.after}
    return [
        write(it.spec.id, it.after.id)
        for it in ticks
        if it.after and (it.spec.path, it.after.id) not in above
    ]


def pointed_at(ticks: Iterable[TaskChange]) -> tuple[Related, ...]:
    """Where the first few of them stand."""
    return tuple(_related(ticks))[:_SHOWN]


def _related(ticks: Iterable[TaskChange]) -> Iterator[Related]:
    for it in ticks:
        if it.after:
            yield Related(it.after.at, f"{it.after.id} is marked done")
