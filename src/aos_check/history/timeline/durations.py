"""The spread of the durations of finished specs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import median
from typing import NamedTuple

from aos_check.history.timeline.life import Life
from aos_check.model.spec import Spec


class Quartiles(NamedTuple):
    """The spread of `known` durations in days. Those of `unknown` finished specs are not known."""

    least: float
    lower: float
    median: float
    upper: float
    most: float
    known: int
    unknown: int


def quartiles(days: Iterable[int | None]) -> Quartiles | None:
    """The spread of the known durations; None if there are none.

    The quartiles are the medians of the lower and the upper half, without the middle.

    >>> quartiles([4, None, 1, 10])
    Quartiles(least=1, lower=1, median=4, upper=10, most=10, known=3, unknown=1)
    """
    every = list(days)
    known = sorted(it for it in every if it is not None)
    if not known:
        return None
    half = len(known) // 2
    lower, upper = (known[:half], known[-half:]) if half else (known, known)
    return Quartiles(
        known[0],
        median(lower),
        median(known),
        median(upper),
        known[-1],
        len(known),
        len(every) - len(known),
    )


class Durations(NamedTuple):
    """The days that finished specs waited after the approval, were worked on, and both."""

    waiting: Quartiles | None
    cycle: Quartiles | None
    lead: Quartiles | None


def durations(specs: Iterable[Spec], lives: Mapping[str, Life]) -> Durations:
    """The durations of the finished specs. `lives` are by path."""
    found = [lives.get(spec.path, Life()) for spec in specs if spec.finished]
    return Durations(
        waiting=quartiles(it.waiting for it in found),
        cycle=quartiles(it.cycle for it in found),
        lead=quartiles(it.lead for it in found),
    )
