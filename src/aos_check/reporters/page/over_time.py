"""The tasks and the findings over time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from aos_check.history.timeline.ages import NEED_FILES
from aos_check.history.timeline.record import Count, Sample
from aos_check.model.wording import counted, listed
from aos_check.reporters.page.model import PageFacts
from aos_check.reporters.page.plot import NARROW, WIDE, Plot, described, plot


class ProgressView(NamedTuple):
    """The plots of numbers over time for wide and narrow screens, and these numbers.

    If there is no plot, `absent` says why.
    """

    plots: Sequence[Plot] = ()
    rows: Sequence[Sample] = ()
    caption: str = ""
    absent: str = ""


def progress(facts: PageFacts) -> ProgressView:
    """The tasks over time, starting with the commit before the first tasks."""
    samples = facts.timeline.samples
    if not samples:
        return ProgressView(absent="There is no history to draw from.")
    start = next((index for index, it in enumerate(samples) if it.total.known), None)
    if start is None:
        return ProgressView(absent="No commit has any tasks.")
    shown = samples[max(start - 1, 0) :]
    return _progress(shown, f"{described(shown)} {_measured(facts)}", ("known", "done"))


def findings_over_time(facts: PageFacts) -> ProgressView:
    """The errors and warnings of today's rules over time."""
    counts = [(it, it.findings) for it in facts.timeline.samples if it.findings]
    shown = [
        it._replace(total=Count(found.errors, found.errors + found.warnings))
        for it, found in counts
    ]
    if not any(it.total.known for it in shown):
        return ProgressView()
    first, last = shown[0].total, shown[-1].total
    most = max(it.total.known for it in shown)
    left_out = listed(sorted(NEED_FILES))
    caption = (
        f"Errors went from {first.done:,} to {last.done:,}, errors and warnings together from "
        f"{first.known:,} to {last.known:,} (at most {most:,}), by today's rules and without "
        f"{left_out}. "
        f"{_measured(facts)}"
    )
    return _progress(shown, caption, ("in all", "error" if last.done == 1 else "errors"))


def _progress(shown: Sequence[Sample], caption: str, labels: tuple[str, str]) -> ProgressView:
    known, done = labels
    return ProgressView(
        plots=[plot(shown, size, known=known, done=done) for size in (WIDE, NARROW)],
        rows=[next(same) for _, same in groupby(shown, lambda sample: sample.total)],
        caption=caption,
    )


def _measured(facts: PageFacts) -> str:
    number, touching = len(facts.timeline.samples), facts.timeline.touching
    part = f"{number} of " if number < touching else ""
    commits = counted(max(number, touching), "commit")
    return f"Measured at {part}{commits} of the main line."
