"""Merges the facts of many repositories: the worst first, their sums, and their common trend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import cached_property
from statistics import median

from aos_check.history.timeline.record import Count, FindingCounts, Sample, spread
from aos_check.model.forge import Forge, forge_of
from aos_check.reporters.organisation.files import Unread
from aos_check.reporters.page_schema import PageModel, SampleModel

MAX_POINTS = 60
_NEVER = datetime(1970, 1, 1, tzinfo=timezone.utc)
_END = datetime(9000, 1, 1, tzinfo=timezone.utc)


@dataclass(frozen=True)
class Repository:
    """The facts of one repository that the page shows."""

    page: PageModel

    @property
    def identity(self) -> str:
        """What two reports on the same repository share."""
        return self.page.url or self.page.title

    @cached_property
    def forge(self) -> Forge | None:
        """The forge, if the address is that of a known one."""
        found = forge_of(self.page.url or "")
        return found if found and found.base == self.page.url else None

    @property
    def when(self) -> datetime:
        """The time of the last commit."""
        return bounded(self.page.head.when) if self.page.head else _NEVER

    @cached_property
    def found(self) -> FindingCounts:
        """The findings that count."""
        counting = (it for it in self.page.check.findings if not (it.baselined or it.inherited))
        severities = Counter(str(it.severity) for it in counting)
        return FindingCounts(*(severities[name] for name in ("error", "warning", "info")))

    @property
    def stale(self) -> int:
        """The specs whose approved text has changed since."""
        return sum(it.progress.approval.stale for it in self.page.specs)

    @property
    def waiting(self) -> int:
        """The specs that lack an approval that the project requires, without the stale ones."""
        return sum(it.approval_missing and not it.progress.approval.stale for it in self.page.specs)

    @property
    def contradictions(self) -> int:
        """The roadmap items that contradict their tasks, such as finished ones without a tick."""
        return sum(it.contradicts for it in self.page.roadmap)

    @property
    def tasks(self) -> Count:
        """The done tasks, and all that are known."""
        every = [it.progress.tasks for it in self.page.specs]
        return Count(sum(it.done for it in every), sum(it.total for it in every))

    @property
    def states(self) -> Mapping[str, int]:
        """The number of specs by state, the most frequent first."""
        return dict(Counter(it.state for it in self.page.specs).most_common())

    @property
    def cycles(self) -> list[int]:
        """The days of work on each finished spec, as far as they are known."""
        lives = [it.life for it in self.page.specs if it.finished and it.life]
        return [it.cycle_days for it in lives if it.cycle_days is not None]

    @property
    def samples(self) -> list[Sample]:
        """The tasks and findings over time."""
        return list(map(_sample, sorted(self.page.trend, key=lambda it: it.when)))

    @property
    def rank(self) -> tuple[int | str, ...]:
        """The place in the order: the worst has the least."""
        found, tasks = self.found, self.tasks
        worst = (found.errors, self.stale, self.contradictions, found.warnings, self.waiting)
        return (*(-number for number in worst), tasks.done - tasks.known, self.page.title)


@dataclass(frozen=True)
class Organisation:
    """The repositories, the worst first, the files that cannot be read, and the left out ones."""

    title: str
    repositories: Sequence[Repository]
    unread: Sequence[Unread] = ()
    left_out: Sequence[Repository] = ()

    @cached_property
    def found(self) -> FindingCounts:
        """The findings of all repositories."""
        every = [it.found for it in self.repositories]
        return FindingCounts(*map(sum, zip(*every, strict=True))) if every else FindingCounts()

    @cached_property
    def tasks(self) -> Count:
        """The tasks of all repositories."""
        every = [it.tasks for it in self.repositories]
        return Count(sum(it.done for it in every), sum(it.known for it in every))

    @property
    def specs(self) -> Count:
        """The finished specs, and all."""
        every = [spec for it in self.repositories for spec in it.page.specs]
        return Count(sum(it.finished for it in every), len(every))

    @property
    def maintenance(self) -> Count:
        """The maintenance commits, and all that change code, where the history is known."""
        every = [it.page.maintenance for it in self.repositories if it.page.maintenance]
        return Count(sum(it.maintenance for it in every), sum(it.code for it in every))

    @cached_property
    def cycle(self) -> float | None:
        """The median days of work on a finished spec of any repository."""
        days = [day for it in self.repositories for day in it.cycles]
        return median(days) if days else None

    @cached_property
    def samples(self) -> list[Sample]:
        """The sums over time: at each time, the latest known numbers of each repository."""
        sums = list(_running(self.repositories))
        return [sums[at] for at in spread(len(sums), MAX_POINTS)]


def merge(title: str, found: Iterable[PageModel | Unread]) -> Organisation:
    """The organisation of these files. Of two reports on one repository the newer one counts."""
    every = list(found)
    newest: dict[str, Repository] = {}
    left_out = []
    for repository in (Repository(it) for it in every if isinstance(it, PageModel)):
        known = newest.get(repository.identity)
        if known:
            left_out.append(min(known, repository, key=lambda it: it.when))
        if known is None or repository.when >= known.when:
            newest[repository.identity] = repository
    return Organisation(
        title,
        sorted(newest.values(), key=lambda it: it.rank),
        [it for it in every if isinstance(it, Unread)],
        left_out,
    )


def bounded(when: datetime) -> datetime:
    """The time in UTC, between years that every conversion can handle."""
    return min(max(when, _NEVER), _END).astimezone(timezone.utc)


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


def _running(repositories: Sequence[Repository]) -> Iterator[Sample]:
    """The sums after each sample of any repository, in order of time."""
    events = [(it, at) for at, each in enumerate(repositories) for it in each.samples]
    sums: Counter[str] = Counter()
    before: dict[int, Mapping[str, int]] = {}
    for sample, at in sorted(events, key=lambda event: (event[0].when, event[1])):
        now = {**before.get(at, {}), **_numbers(sample)}
        sums.update(now)
        sums.subtract(before.get(at, {}))
        before[at] = now
        found = FindingCounts(*(sums[name] for name in FindingCounts._fields))
        yield Sample("", sample.when, Count(sums["done"], sums["known"]), {}, found)


def _numbers(sample: Sample) -> Mapping[str, int]:
    """The numbers by name. Unknown findings are left out, so the last known ones stay."""
    found = sample.findings._asdict() if sample.findings else {}
    return {**sample.total._asdict(), **found}
