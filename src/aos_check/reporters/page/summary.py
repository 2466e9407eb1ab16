"""The top of the page: the verdict, what to see to, and the numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from aos_check.model.finding import Severity
from aos_check.model.wording import counted, shortened
from aos_check.progress.approval import is_missing
from aos_check.reporters.page.decisions import is_in_force
from aos_check.reporters.page.facts import PageFacts
from aos_check.reporters.page.findings import open_findings
from aos_check.reporters.page.model import (
    Chip,
    Figure,
    RoadmapView,
    Tone,
    VerdictView,
)


def verdict(facts: PageFacts, plans: Sequence[RoadmapView]) -> VerdictView:
    """Whether the check passes, and in a few sentences what a lead should see to."""
    counting = Counter(it.severity for it in open_findings(facts.report.findings))
    counts = [counted(counting[it], it.value) for it in Severity if counting[it]]
    if facts.report.fails(strict=False):
        chip = Chip(Tone.BAD, "fails")
    elif counting:
        chip = Chip(Tone.WARN, "passes, with remarks")
    else:
        chip = Chip(Tone.GOOD, "passes")
    text = f"The check finds {_and(counts)}." if counts else "The check finds no problems."
    return VerdictView(chip, text, tuple(_sentences(facts, plans)))


def _sentences(facts: PageFacts, plans: Sequence[RoadmapView]) -> Iterator[str]:
    if waiting := sum(1 for it in facts.overview.all_progress if _waits(it.spec.approval)):
        verb = "waits" if waiting == 1 else "wait"
        yield f"{counted(waiting, 'spec')} {verb} for approval."
    if disagreeing := sum(plan.disagreeing for plan in plans):
        verb = "says" if disagreeing == 1 else "say"
        yield f"{counted(disagreeing, 'roadmap item')} {verb} something else than the tasks."
    if baselined := sum(1 for it in facts.report.findings if it.baselined):
        yield f"{counted(baselined, 'finding')} in the baseline {_is(baselined)} not counted."
    active = facts.overview.active
    if active:
        why = shortened(facts.overview.why, 160)
        yield f"The active spec is {shortened(active.name, 80)}: {why}."


_waits = is_missing


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _and(parts: Sequence[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


def figures(facts: PageFacts) -> tuple[Figure, ...]:
    """The numbers, each as in the report of `check` and in `status`."""
    all_progress, checked = facts.overview.all_progress, facts.report.checked
    done = sum(it.tasks.done for it in all_progress)
    finished = sum(1 for it in all_progress if it.rest == "finished")
    asked = [it for it in all_progress if it.spec.approval.asked is not None]
    approved = sum(1 for it in asked if not is_missing(it.spec.approval))
    every = [each for project in facts.overview.projects for each in project.decisions]
    found = Counter(it.severity for it in open_findings(facts.report.findings))
    return (
        Figure("tasks", "Tasks done", done, checked.tasks),
        Figure("specs", "Specs finished", finished, checked.specs),
        *([Figure("approved", "Specs approved", approved, len(asked))] if asked else []),
        Figure("errors", "Errors", found[Severity.ERROR]),
        Figure("warnings", "Warnings", found[Severity.WARNING]),
        Figure("decisions", "Decisions in force", sum(map(is_in_force, every))),
    )
