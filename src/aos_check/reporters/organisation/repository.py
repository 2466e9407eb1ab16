"""The numbers of one repository. The rest of its file is not kept, because there may be many."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from aos_check.history.timeline.commit_times import EARLIEST, bounded
from aos_check.history.timeline.record import Count, FindingCounts, Sample, spread
from aos_check.model.forge import Forge, forge_of
from aos_check.model.wording import counted, shortened
from aos_check.reporters.page_schema import PageModel, PageSpecModel, SampleModel

MAX_POINTS = 60
_MAX_GAPS = 100
_MAX_TASKS = 1_000_000  # of one spec
_MAX_STATES = 6


@dataclass(frozen=True, slots=True)
class MergedRepository:
    """The numbers of a repository at its commit `head` ("": none), which was made at `when`.

    `stale` are the specs whose approved text has changed since, and `waiting` the others that lack
    an approval. `contradictions` are the roadmap items that their tasks contradict. `states` are
    the numbers of specs by state, and `cycles` the known days of work on finished specs.
    `maintenance` has the commits that no task describes, and all that change code. `gaps` are pairs
    of what is unknown and why.
    """

    title: str
    forge: Forge | None
    head: str
    when: datetime
    fails: bool
    found: FindingCounts
    stale: int
    waiting: int
    contradictions: int
    tasks: Count
    specs: Count
    states: Sequence[tuple[str, int]]
    cycles: Sequence[int]
    samples: Sequence[Sample]
    maintenance: Count
    gaps: Sequence[tuple[str, str]]

    @property
    def identity(self) -> str:
        """What two reports on the same repository share."""
        return self.forge.base if self.forge else self.title

    @property
    def rank(self) -> tuple[int | str, ...]:
        """The place in the order: the worst has the least."""
        found, tasks = self.found, self.tasks
        worst = (found.errors, self.stale, self.contradictions, found.warnings, self.waiting)
        return (*(-number for number in worst), tasks.done - tasks.known, self.title)


def repository_of(page: PageModel) -> MergedRepository:
    """The numbers of a repository."""
    approvals = [(it.progress.approval.stale, it.approval_missing) for it in page.specs]
    tasks = [(it.progress.tasks.done, it.progress.tasks.total) for it in page.specs]
    lives = [it.life for it in page.specs if it.finished and it.life]
    kept, forge = page.maintenance, forge_of(page.url or "")
    return MergedRepository(
        title=shortened(page.title, 120),
        forge=forge if forge and forge.base == page.url else None,
        head=page.head.id if page.head else "",
        when=bounded(page.head.when) if page.head else EARLIEST,
        fails=page.fails,
        found=_found(page),
        stale=sum(stale for stale, _ in approvals),
        waiting=sum(missing and not stale for stale, missing in approvals),
        contradictions=sum(it.contradicts for it in page.roadmap),
        tasks=Count(
            *(sum(min(max(0, it), _MAX_TASKS) for it in each) for each in zip(*tasks, strict=True))
        ),
        specs=Count(sum(it.finished for it in page.specs), len(page.specs)),
        states=Counter(map(_state, page.specs)).most_common(_MAX_STATES),
        cycles=[it.cycle_days for it in lives if it.cycle_days is not None],
        samples=_samples(page.trend),
        maintenance=Count(kept.maintenance, kept.code) if kept else Count(),
        gaps=list(_gaps(page))[:_MAX_GAPS],
    )


def _state(spec: PageSpecModel) -> str:
    """The state in words that several specs share: without its number of tasks."""
    return shortened(re.sub(r"[\d,]+ open$", "tasks open", spec.state), 40)


def _found(page: PageModel) -> FindingCounts:
    """The findings that count."""
    counting = (it for it in page.check.findings if not (it.baselined or it.inherited))
    severities = Counter(str(it.severity) for it in counting)
    return FindingCounts(*(severities[name] for name in ("error", "warning", "info")))


def _samples(trend: Sequence[SampleModel]) -> list[Sample]:
    """The tasks and findings over time, in order."""
    ordered = sorted(map(_sample, trend), key=lambda it: it.when)
    return [ordered[at] for at in spread(len(ordered), MAX_POINTS)]


def _sample(model: SampleModel) -> Sample:
    findings = (model.errors, model.warnings, model.infos)
    known = [it for it in findings if it is not None]
    return Sample(
        model.commit,
        bounded(model.when),
        Count(model.tasks_done, model.tasks_known),
        {},
        FindingCounts(*known) if len(known) == len(findings) else None,
    )


def _gaps(page: PageModel) -> Iterator[tuple[str, str]]:
    """The facts that are unknown, and the rules that were not evaluated, with the reasons."""
    for gap in page.gaps:
        end = f"; {gap.remedy}" if gap.remedy else ""
        yield str(gap.fact), shortened(f"{gap.reason}{end}", 600)
    reasons: dict[str, list[str]] = {}
    for rule in page.check.not_evaluated:
        reasons.setdefault(rule.reason, []).append(rule.code)
    for reason, codes in reasons.items():
        text = shortened(f"{shortened(reason)}: {', '.join(codes)}", 600)
        yield counted(len(codes), "rule"), text
