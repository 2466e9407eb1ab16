"""The verdict, the figures, the decisions, the progress over time, and the gaps of the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from aos_check.history.timeline.record import Sample
from aos_check.model.decision import Decision, DecisionStatus
from aos_check.model.finding import Severity
from aos_check.model.wording import counted, listed, shortened
from aos_check.progress.approval import is_missing
from aos_check.reporters.page.model import Bar, Chip, PageFacts, Tone
from aos_check.reporters.page.plot import NARROW, WIDE, Plot, described, plot
from aos_check.reporters.page.roadmap import RoadmapView
from aos_check.reporters.page.standing import FINISHED, spec_chip
from aos_check.reporters.summary import problems, unjudged_codes


class VerdictView(NamedTuple):
    """The result of the check, and sentences on what needs attention."""

    chip: Chip
    text: str
    sentences: Sequence[str]


class Figure(NamedTuple):
    """A number and its label."""

    key: str
    label: str
    value: int
    total: int | None = None

    @property
    def bar(self) -> Bar | None:
        """The number as a bar; None without a total."""
        return None if self.total is None else Bar(self.value, self.total)


class ProgressView(NamedTuple):
    """The plots of tasks over time for wide and narrow screens, and their numbers.

    If there is no plot, `absent` says why.
    """

    plots: Sequence[Plot] = ()
    rows: Sequence[Sample] = ()
    caption: str = ""
    absent: str = ""


def verdict(facts: PageFacts, plans: Sequence[RoadmapView]) -> VerdictView:
    """The result of the check in a few sentences."""
    found = Counter(it.severity for it in problems(facts.report))
    counts = [counted(found[it], it.value) for it in Severity if found[it]]
    if facts.report.fails(strict=False):
        chip = Chip(Tone.BAD, "fails")
    else:
        chip = Chip(Tone.WARN, "passes, with remarks") if found else Chip(Tone.GOOD, "passes")
    text = f"The check finds {listed(counts) if counts else 'no problems'}."
    return VerdictView(chip, text, list(_sentences(facts, plans)))


def _sentences(facts: PageFacts, plans: Sequence[RoadmapView]) -> Iterator[str]:
    if waiting := sum(is_missing(it.spec.approval) for it in facts.overview.all_progress):
        yield f"Specs waiting for approval: {waiting:,}."
    if disagreeing := sum(plan.disagreeing for plan in plans):
        yield f"Roadmap items that contradict the tasks: {disagreeing:,}."
    if baselined := sum(it.baselined for it in facts.report.findings):
        yield f"Findings in the baseline, not counted here: {baselined:,}."
    if active := facts.overview.active:
        why = shortened(facts.overview.why, 160)
        yield f"The active spec is {shortened(active.name, 80)}: {why}."


def figures(facts: PageFacts) -> list[Figure]:
    """The numbers, the same as in `check` and `status`."""
    all_progress, checked = facts.overview.all_progress, facts.report.checked
    done = sum(it.tasks.done for it in all_progress)
    finished = sum(spec_chip(it) == FINISHED for it in all_progress)
    asked = [it.spec.approval for it in all_progress if it.spec.approval.asked is not None]
    approved = sum(not is_missing(it) for it in asked)
    found = Counter(it.severity for it in problems(facts.report))
    return [
        Figure("tasks", "Tasks done", done, checked.tasks),
        Figure("specs", "Specs finished", finished, checked.specs),
        *([Figure("approved", "Specs approved", approved, len(asked))] if asked else []),
        Figure("errors", "Errors", found[Severity.ERROR]),
        Figure("warnings", "Warnings", found[Severity.WARNING]),
        *_maintenance(facts),
        Figure("decisions", "Decisions in force", len(decisions(facts, in_force=True))),
    ]


def _maintenance(facts: PageFacts) -> Iterator[Figure]:
    """The share of commits with code that no task describes, if there are any."""
    work = facts.timeline.work
    if work and work.maintenance:
        yield Figure("maintenance", "Maintenance commits", len(work.maintenance), work.code)


def decisions(facts: PageFacts, *, in_force: bool) -> list[Decision]:
    """The decisions that are accepted and not superseded, or the others."""
    every = [each for project in facts.overview.projects for each in project.decisions]
    return [
        each
        for each in every
        if (each.status is DecisionStatus.ACCEPTED and not each.superseded_by) is in_force
    ]


def progress(facts: PageFacts) -> ProgressView:
    """The tasks over time, starting with the commit before the first tasks."""
    samples, touching = facts.timeline.samples, facts.timeline.touching
    if not samples:
        return ProgressView(absent="There is no history to draw from.")
    start = next((index for index, it in enumerate(samples) if it.total.known), None)
    if start is None:
        return ProgressView(absent="No commit has any tasks.")
    shown = samples[max(start - 1, 0) :]
    number = len(samples)
    measured = f"{number} of {touching:,}" if number < touching else f"{number}"
    return ProgressView(
        plots=(plot(shown, WIDE), plot(shown, NARROW)),
        rows=[next(same) for _, same in groupby(shown, lambda sample: sample.total)],
        caption=f"{described(shown)} Measured at {measured} commits of the main line.",
    )


def gaps(facts: PageFacts) -> Iterator[tuple[str, str]]:
    """The facts that the page does not show, and the reasons."""
    yield from (("History", shortened(str(gap))) for gap in facts.timeline.gaps)
    for reason, codes in unjudged_codes(facts.report).items():
        yield counted(len(codes), "rule"), f"{shortened(reason)}: {', '.join(codes)}"
    yield from (("Rules", shortened(note)) for note in facts.report.notes)
