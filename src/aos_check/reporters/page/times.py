"""The times of the specs: from the approval over the first work to the end, and their spread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from aos_check.history.timeline.durations import Quartiles, durations
from aos_check.history.timeline.life import Life, Moment
from aos_check.model.wording import counted
from aos_check.reporters.page.index import Index, SpecFacts
from aos_check.reporters.page.words import full


class Strip(NamedTuple):
    """A strip plot of durations: a dot for each spec, and a box from quartile to quartile."""

    label: str
    spread: Quartiles
    dots: Sequence[float]


class TimesView(NamedTuple):
    """The strips, and the specs that have begun, the latest first."""

    strips: Sequence[Strip]
    specs: Sequence[SpecFacts]
    longest: float

    def at(self, days: float) -> str:
        """The position of a number of days on every strip."""
        return f"{1.5 + 97 * days / max(self.longest, 1):.1f}%"


def times(index: Index) -> TimesView:
    """The times of all specs that have begun."""
    every = list(index.values())
    lives = {it.progress.spec.path: it.life for it in every}
    found = durations((it.progress.spec for it in every), lives)
    done = [it.life for it in every if it.progress.spec.finished]
    rows = (
        ("Approved to first work", found.waiting, [it.waiting for it in done]),
        ("First work to done", found.cycle, [it.cycle for it in done]),
        ("Approved to done", found.lead, [it.lead for it in done]),
    )
    strips = [
        Strip(label, spread, sorted(it for it in days if it is not None))
        for label, spread, days in rows
        if spread
    ]
    begun = [it for it in every if it.life.begun or it.life.done]
    begun.sort(key=lambda it: _last(it.life), reverse=True)
    return TimesView(strips, begun, max((it.spread.most for it in strips), default=0))


def _last(life: Life) -> date:
    return max(it.day for it in (life.begun, life.done) if it)


def in_days(days: float | None) -> str:
    """A duration: `under 1 day`, `1 day`, `2.5 days`; "" if it is unknown."""
    if days is None:
        return ""
    if days < 1:
        return "under 1 day"
    return counted(int(days), "day") if days == int(days) else f"{days:,} days"


def stages_of(life: Life) -> Iterator[tuple[str, Moment]]:
    """The stages that a spec has reached, each with its commit."""
    for label, moment in (
        ("approved", life.approved),
        ("first work", life.begun),
        ("done", life.done),
    ):
        if moment:
            yield label, moment


def day_of(moment: Moment) -> str:
    """The day of a stage: `14 Jul 2026`, `14 Jul 2026 or earlier`."""
    return full(moment.day) + (" or earlier" if moment.at_least else "")
