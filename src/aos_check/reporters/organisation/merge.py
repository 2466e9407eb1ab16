"""Merges the numbers of many repositories: the worst first, their sums, and their trend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from aos_check.history.timeline.record import Count, FindingCounts, Sample, spread
from aos_check.reporters.organisation.files import Unread
from aos_check.reporters.organisation.repository import MAX_POINTS, MergedRepository, repository_of
from aos_check.reporters.page_schema import PageModel


@dataclass(frozen=True, slots=True)
class Organisation:
    """The repositories, the worst first, the files that cannot be read, and the left out ones."""

    title: str
    repositories: Sequence[MergedRepository]
    unread: Sequence[Unread] = ()
    left_out: Sequence[MergedRepository] = ()

    @property
    def found(self) -> FindingCounts:
        """The findings of all repositories."""
        return FindingCounts(*_sums(it.found for it in self.repositories))

    @property
    def tasks(self) -> Count:
        """The tasks of all repositories."""
        return Count(*_sums(it.tasks for it in self.repositories))

    @property
    def specs(self) -> Count:
        """The finished specs, and all."""
        return Count(*_sums(it.specs for it in self.repositories))

    @property
    def maintenance(self) -> Count:
        """The maintenance commits, and all that change code, where the history is known."""
        return Count(*_sums(it.maintenance for it in self.repositories))

    @property
    def cycle(self) -> float | None:
        """The median days of work on a finished spec of any repository."""
        days = [day for it in self.repositories for day in it.cycles]
        return median(days) if days else None

    @property
    def samples(self) -> list[Sample]:
        """The sums over time: at each time, the latest known numbers of each repository."""
        sums = list(_running(self.repositories))
        return [sums[at] for at in spread(len(sums), MAX_POINTS)]


def merge(title: str, found: Iterable[PageModel | Unread]) -> Organisation:
    """The organisation of these files. Of two reports on one repository the newer one counts."""
    newest: dict[str, MergedRepository] = {}
    unread, left_out = [], []
    for each in found:
        if isinstance(each, Unread):
            unread.append(each)
            continue
        repository = repository_of(each)
        known = newest.get(repository.identity)
        if known:
            left_out.append(min(known, repository, key=lambda it: it.when))
        if known is None or repository.when >= known.when:
            newest[repository.identity] = repository
    ordered = sorted(newest.values(), key=lambda it: it.rank)
    return Organisation(title, ordered, unread, left_out)


def _sums(numbers: Iterable[tuple[int, ...]]) -> Iterator[int]:
    """The sum of each column."""
    return map(sum, zip(*numbers, strict=True))


def _running(repositories: Sequence[MergedRepository]) -> Iterator[Sample]:
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
