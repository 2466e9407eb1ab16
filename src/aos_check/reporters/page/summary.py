"""The verdict, the figures, the decisions and the gaps of the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aos_check.history.timeline.record import FactKind, Gap, Timeline
from aos_check.model.decision import Decision
from aos_check.model.finding import Severity
from aos_check.model.wording import counted, listed, shortened
from aos_check.progress.approval import is_missing
from aos_check.progress.decisions import in_force
from aos_check.reporters.page.index import Index
from aos_check.reporters.page.model import Bar, Chip, PageFacts, Tone
from aos_check.reporters.page.standing import FINISHED
from aos_check.reporters.summary import problems, unjudged_codes


class VerdictView(NamedTuple):
    """The result of the check, and what else belongs next to it."""

    chip: Chip
    text: str
    sentences: Sequence[str] = ()


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


def verdict(facts: PageFacts) -> VerdictView:
    """The result of the check in a sentence."""
    found = Counter(it.severity for it in problems(facts.report))
    counts = [counted(found[it], it.value) for it in Severity if found[it]]
    if facts.report.fails(strict=False):
        chip = Chip(Tone.BAD, "fails")
    else:
        chip = Chip(Tone.WARN, "passes, with remarks") if found else Chip(Tone.GOOD, "passes")
    text = f"The check finds {listed(counts) if counts else 'no problems'}."
    return VerdictView(chip, text)


def figures(facts: PageFacts, index: Index) -> list[Figure]:
    """The numbers, the same as in `check` and `status`."""
    all_progress, checked = facts.overview.all_progress, facts.report.checked
    done = sum(it.tasks.done for it in all_progress)
    finished = sum(it.state == FINISHED for it in index.values())
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
        Figure("decisions", "Decisions in force", len(decisions(facts, holding=True))),
    ]


def _maintenance(facts: PageFacts) -> Iterator[Figure]:
    """The share of commits with code that no task describes, if there are any."""
    work = facts.timeline.work
    if work and work.maintenance:
        yield Figure("maintenance", "Maintenance commits", len(work.maintenance), work.code)


def decisions(facts: PageFacts, *, holding: bool) -> list[Decision]:
    """The decisions in force, or the others."""
    projects = facts.overview.projects
    places = {each.decision.at for each in in_force(projects)}
    every = [each for project in projects for each in project.decisions]
    return [each for each in every if (each.at in places) is holding]


def gaps_at(timeline: Timeline, *facts: FactKind) -> list[Gap]:
    """The gaps of these facts, each reason once."""
    found = {it.reason: it for it in timeline.gaps if it.fact in (FactKind.HISTORY, *facts)}
    return list(found.values())


def gaps(facts: PageFacts) -> Iterator[tuple[str, str]]:
    """The facts that the page does not show, and the reasons."""
    reasons = dict.fromkeys(map(str, facts.timeline.gaps))
    yield from (("History", shortened(text)) for text in reasons)
    for reason, codes in unjudged_codes(facts.report).items():
        yield counted(len(codes), "rule"), f"{shortened(reason)}: {', '.join(codes)}"
    yield from (("Rules", shortened(note)) for note in facts.report.notes)
