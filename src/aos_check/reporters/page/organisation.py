"""The page of many repositories: its verdict, figures, rows, trends and gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any, NamedTuple

from aos_check.history.timeline.record import Count, FindingCounts, Sample
from aos_check.model.wording import counted, shortened
from aos_check.reporters.organisation.merge import Organisation
from aos_check.reporters.organisation.repository import MergedRepository
from aos_check.reporters.page.model import Bar, Chip, Tone
from aos_check.reporters.page.plot import NARROW, WIDE, Plot, described, plot, spark
from aos_check.reporters.page.summary import Figure, VerdictView
from aos_check.reporters.page.words import anchors, full


class RowView(NamedTuple):
    """A repository, with its own gaps, and its sparks of findings and of tasks over time."""

    repository: MergedRepository
    anchor: str
    url: str
    commit_url: str
    findings: Sequence[Chip]
    process: Sequence[Chip]
    tasks: Bar
    cycle: str
    maintenance: Bar | None
    gaps: Sequence[tuple[str, str]]
    finding_spark: tuple[str, str] | None
    task_spark: tuple[str, str] | None


class TrendView(NamedTuple):
    """The plots of one trend for wide and narrow screens."""

    key: str
    title: str
    plots: Sequence[Plot]
    caption: str


def context(organisation: Organisation) -> dict[str, Any]:
    """The values that the template shows."""
    names = anchors("repository", (it.title for it in organisation.repositories))
    gaps = [it.gaps for it in organisation.repositories]
    shared = [each for each in gaps[0] if all(each in own for own in gaps[1:])] if gaps[1:] else []
    rows = zip(organisation.repositories, names, gaps, strict=True)
    return {
        "organisation": organisation,
        "verdict": _verdict(organisation),
        "figures": list(_figures(organisation)),
        "rows": [
            _row(it, anchor, [each for each in own if each not in shared])
            for it, anchor, own in rows
        ],
        "shared_gaps": shared,
        "trends": list(_trends(organisation.samples)),
    }


def _verdict(organisation: Organisation) -> VerdictView:
    every = len(organisation.repositories)
    failing = sum(it.fails for it in organisation.repositories)
    text = f"{failing:,} of {counted(every, 'repository', 'repositories')}"
    sentences = []
    if unread := len(organisation.unread):
        sentences.append(f"Files that could not be read, and count nowhere: {unread:,}.")
    sentences += [
        f"Two reports on {shortened(it.title, 80)}: the newer one counts."
        for it in organisation.left_out
    ]
    tone = Tone.BAD if failing else Tone.WARN if unread else Tone.GOOD
    return VerdictView(Chip(tone, "fails" if failing == 1 else "fail"), text, sentences)


def _figures(organisation: Organisation) -> Iterator[Figure]:
    found, tasks, specs = organisation.found, organisation.tasks, organisation.specs
    yield Figure("errors", "Errors", found.errors)
    yield Figure("warnings", "Warnings", found.warnings)
    stale = sum(it.stale for it in organisation.repositories)
    yield Figure("stale", "Stale approvals", stale)
    against = sum(it.contradictions for it in organisation.repositories)
    yield Figure("contradictions", "Roadmap contradictions", against)
    yield Figure("tasks", "Tasks done", tasks.done, tasks.known)
    yield Figure("specs", "Specs finished", specs.done, specs.known)
    if (kept := organisation.maintenance).known:
        yield Figure("maintenance", "Maintenance commits", kept.done, kept.known)


def _row(repository: MergedRepository, anchor: str, gaps: Sequence[tuple[str, str]]) -> RowView:
    forge, samples, kept = repository.forge, repository.samples, repository.maintenance
    return RowView(
        repository=repository,
        anchor=anchor,
        url=forge.base if forge else "",
        commit_url=(forge.commit_url(repository.head) or "") if forge else "",
        findings=list(_findings(repository.found)),
        process=list(_process(repository)),
        tasks=Bar(*repository.tasks),
        cycle=_days(median(repository.cycles) if repository.cycles else None),
        maintenance=Bar(*kept) if kept.known else None,
        gaps=gaps,
        finding_spark=_spark(list(map(_problems, samples))),
        task_spark=_spark(samples),
    )


def _findings(found: FindingCounts) -> Iterator[Chip]:
    if found.errors:
        yield Chip(Tone.BAD, counted(found.errors, "error"))
    if found.warnings:
        yield Chip(Tone.WARN, counted(found.warnings, "warning"))
    if found.infos:
        yield Chip(Tone.NOTE, counted(found.infos, "remark"))
    if not any(found):
        yield Chip(Tone.GOOD, "none")


def _process(repository: MergedRepository) -> Iterator[Chip]:
    """The approvals and the roadmap."""
    if repository.stale:
        yield Chip(Tone.BAD, counted(repository.stale, "stale approval"))
    if repository.contradictions:
        yield Chip(Tone.BAD, counted(repository.contradictions, "roadmap contradiction"))
    if repository.waiting:
        yield Chip(Tone.WARN, f"{repository.waiting:,} waiting for approval")


def _days(days: float | None) -> str:
    if days is None:
        return "not known"
    return counted(round(days), "day") if round(days) else "under a day"


def _problems(sample: Sample) -> Sample:
    """A sample that counts errors as done, and errors with warnings as known."""
    found = sample.findings or FindingCounts()
    return sample._replace(total=Count(found.errors, found.errors + found.warnings))


def _spark(samples: Sequence[Sample]) -> tuple[str, str] | None:
    return spark([it._replace(specs={"": it.total}) for it in samples], "") if samples else None


def _trends(samples: Sequence[Sample]) -> Iterator[TrendView]:
    """The sums over time, of those repositories whose history is known."""
    if not samples:
        return
    sizes = (WIDE, NARROW)
    yield TrendView("tasks", "Tasks", [plot(samples, size) for size in sizes], described(samples))
    found = [_problems(it) for it in samples]
    first, last = found[0].total, found[-1].total
    caption = (
        f"From {full(samples[0].when)} to {full(samples[-1].when)}, errors went from "
        f"{first.done:,} to {last.done:,}, and errors and warnings from {first.known:,} to "
        f"{last.known:,}. Each commit is checked by today's rules, without those that need all "
        "files of a commit."
    )
    plots = [plot(found, size, known="with warnings", done="errors") for size in sizes]
    yield TrendView("findings", "Findings", plots, caption)
