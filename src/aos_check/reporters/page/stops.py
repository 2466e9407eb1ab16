"""The steps of the history that the rules would have stopped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from aos_check.model.replay import Rates, RuleStops
from aos_check.model.wording import counted
from aos_check.reporters.page.model import Bar
from aos_check.reporters.page.words import full

_MAX_RULES = 20


class StopsView(NamedTuple):
    """The stops in a sentence, and the rules with their share of them."""

    caption: str
    rules: Sequence[tuple[RuleStops, Bar]]


def stops(rates: Rates | None) -> StopsView | None:
    """The stops; None without any."""
    if rates is None or not any(it.stopped for it in rates.steps):
        return None
    units = rates.commits.whole + rates.branches.whole
    return StopsView(
        caption=_caption(rates),
        rules=[(it, Bar(it.commits + it.branches, units)) for it in rates.rules[:_MAX_RULES]],
    )


def _caption(rates: Rates) -> str:
    days = [it.day for it in rates.steps]
    stopped = sum(it.stopped for it in rates.steps)
    return (
        f"From {full(min(days))} to {full(max(days))}, {stopped:,} of "
        f"{counted(len(days), 'step')} of the main line would have been stopped: direct commits, "
        "and branches as a whole. The command aos-check replay proposes settings that fit."
    )
