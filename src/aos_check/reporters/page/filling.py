"""Facts become the page: each part from its own module."""

from __future__ import annotations

from collections.abc import Iterator

from aos_check import __version__
from aos_check.history.timeline.record import Sample
from aos_check.model.wording import counted, shortened
from aos_check.reporters.page.commits import commit_view
from aos_check.reporters.page.decisions import decisions
from aos_check.reporters.page.facts import PageFacts
from aos_check.reporters.page.findings import buckets
from aos_check.reporters.page.model import Gap, PageView, ProgressView
from aos_check.reporters.page.plan import roadmaps
from aos_check.reporters.page.plot import NARROW, WIDE, described, plot
from aos_check.reporters.page.specs import spec_groups
from aos_check.reporters.page.summary import figures, verdict
from aos_check.reporters.page.words import anchors, full

_NAMED = 12


def page_of(facts: PageFacts) -> PageView:
    """Everything that is shown."""
    timeline, all_progress = facts.timeline, facts.overview.all_progress
    names = anchors("spec", (it.name for it in all_progress))
    links = {it.spec.path: name for it, name in zip(all_progress, names, strict=True)}
    plans = roadmaps(facts, links)
    return PageView(
        title=shortened(facts.title, 120),
        version=__version__,
        commit=commit_view(timeline.head) if timeline.head else None,
        differing=tuple(map(shortened, timeline.differing[:_NAMED])),
        more_differing=max(len(timeline.differing) - _NAMED, 0),
        verdict=verdict(facts, plans),
        figures=figures(facts),
        progress=_progress(facts),
        groups=spec_groups(facts, links),
        roadmaps=plans,
        buckets=buckets(facts, links),
        baselined=sum(1 for it in facts.report.findings if it.baselined),
        decisions=decisions(facts),
        gaps=tuple(_gaps(facts)),
    )


def _progress(facts: PageFacts) -> ProgressView:
    samples = facts.timeline.samples
    if not samples:
        return ProgressView(absent="There is no history to draw from.")
    if not any(sample.total.known for sample in samples):
        return ProgressView(absent="No commit knows of any tasks.")
    begun = next(index for index, it in enumerate(samples) if it.total.known)
    shown = samples[max(begun - 1, 0) :]
    number, touching = len(samples), facts.timeline.touching
    where = f"at {number} of {touching:,}" if number < touching else f"at {number}"
    return ProgressView(
        plots=(plot(shown, WIDE), plot(shown, NARROW)),
        rows=tuple(_row(sample) for sample in _changes(shown)),
        caption=f"{described(shown)} Read {where} commits of the main line.",
    )


def _row(sample: Sample) -> tuple[str, str, int, int]:
    return full(sample.when.date()), sample.commit[:10], sample.total.done, sample.total.known


def _changes(samples: tuple[Sample, ...]) -> Iterator[Sample]:
    """The samples that say something else than the one before."""
    before = None
    for sample in samples:
        if sample.total != before:
            yield sample
        before = sample.total


def _gaps(facts: PageFacts) -> Iterator[Gap]:
    for text in facts.timeline.gaps:
        yield Gap("History", shortened(text))
    reasons: dict[str, list[str]] = {}
    for rule in facts.report.not_evaluated:
        reasons.setdefault(rule.reason, []).append(rule.code)
    for reason, codes in reasons.items():
        yield Gap(counted(len(codes), "rule"), f"{shortened(reason)}: {', '.join(codes)}")
    for note in facts.report.notes:
        yield Gap("Rules", shortened(note))
