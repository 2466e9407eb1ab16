"""The would-be stops of the history: over time, and by rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timezone
from itertools import accumulate
from typing import NamedTuple

from aos_check.history.timeline.record import Count, Sample, spread
from aos_check.model.replay import Rates, RuleStops, Stop
from aos_check.model.wording import counted
from aos_check.reporters.page.model import Bar
from aos_check.reporters.page.plot import NARROW, WIDE, Plot, plot
from aos_check.reporters.page.words import full

_MAX_POINTS = 60
_MAX_RULES = 20


class StopsView(NamedTuple):
    """The plots for wide and narrow screens, and the rules with their share of the stops."""

    plots: Sequence[Plot]
    caption: str
    rules: Sequence[tuple[RuleStops, Bar]]


def stops(rates: Rates | None) -> StopsView | None:
    """The stops; None without a history."""
    if rates is None or not rates.steps:
        return None
    samples = _samples(sorted(rates.steps))
    units = rates.commits.whole + rates.branches.whole
    return StopsView(
        plots=[plot(samples, size, known="steps", done="stopped") for size in (WIDE, NARROW)],
        caption=_caption(rates),
        rules=[(it, Bar(it.commits + it.branches, units)) for it in rates.rules[:_MAX_RULES]],
    )


def _samples(steps: Sequence[Stop]) -> list[Sample]:
    """The numbers of stopped and of all steps so far, at some of the steps."""
    stopped = list(accumulate(int(it.stopped) for it in steps))
    return [
        Sample(
            "",
            datetime.combine(steps[at].day, time(), timezone.utc),
            Count(stopped[at], at + 1),
            {},
        )
        for at in spread(len(steps), _MAX_POINTS)
    ]


def _caption(rates: Rates) -> str:
    days = [it.day for it in rates.steps]
    stopped = sum(it.stopped for it in rates.steps)
    return (
        f"From {full(min(days))} to {full(max(days))}, {stopped:,} of "
        f"{counted(len(days), 'step')} of the main line would have been stopped: direct commits, "
        "and branches as a whole. The command aos-check replay proposes settings that fit."
    )
