"""The commits of a timeline, and samples of the documents at some of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from aos_check.history.adoption import comparable, since_adoption
from aos_check.history.authorship import Authorship
from aos_check.history.snapshots import Snapshots
from aos_check.history.timeline.commit_times import time_of
from aos_check.history.timeline.record import MAX_COMMITS, Count, FactKind, Gap, Sample, spread
from aos_check.model.change import CommitRecord
from aos_check.model.finding import Finding
from aos_check.model.project import Project
from aos_check.model.tree import Tree
from aos_check.progress import progress_of
from aos_check.reading.snapshot import Snapshot

MAX_SAMPLES = 60
"""The number of commits at which the documents are read."""


@dataclass(frozen=True, slots=True)
class CurrentState:
    """The current projects, with their tree and findings.

    `check` returns the findings in projects of another tree.
    """

    projects: Sequence[Project]
    tree: Tree
    findings: Sequence[Finding]
    check: Callable[[Sequence[Project], Tree], Sequence[Finding]]


class SampledCommit(NamedTuple):
    """A commit at which the documents are read. Lists of them are in order of `when`."""

    record: CommitRecord
    when: datetime
    snapshot: Snapshot

    @property
    def is_complete(self) -> bool:
        """False if documents are missing from a partial clone."""
        return not any(map(self.snapshot.lacks, self.snapshot.found.folders))

    def progress(self) -> Sample:
        """The progress of the tasks at this commit."""
        specs: dict[str, Count] = {}
        for spec in self.snapshot.specs():
            progress, before = progress_of(spec.all_tasks()), specs.get(spec.id, Count())
            specs[spec.id] = Count(before.done + progress.done, before.known + progress.total)
        counts = specs.values()
        total = Count(sum(it.done for it in counts), sum(it.known for it in counts))
        return Sample(self.record.id, self.when, total, specs)


class MainLine:
    """The commits up to `head`. Those before `since`, a day or revision, do not count."""

    def __init__(self, snapshots: Snapshots, head: str, since: str | None = None) -> None:
        self.repository = snapshots.repository
        self._snapshots = snapshots
        self.head = head
        self._since = since

    @cached_property
    def end(self) -> Snapshot:
        """The snapshot of `head`."""
        return self._snapshots.at(self.head)

    @property
    def from_the_first(self) -> bool:
        """True if the main line begins with the first commit of the repository."""
        return not (self.main[0].parents or self.repository.shallow)

    @cached_property
    def _cut(self) -> str | None:
        return self.repository.find(f"{self.head}~{MAX_COMMITS}")

    @cached_property
    def _records(self) -> list[CommitRecord]:
        """All commits up to the head, parents first."""
        return list(self.repository.commits([self.head], [self._cut] if self._cut else []))

    @cached_property
    def main(self) -> list[CommitRecord]:
        """The head and its first parents, the oldest first."""
        by_id = {record.id: record for record in self._records}
        line, commit = [], by_id.get(self.head)
        while commit is not None:
            line.append(commit)
            commit = by_id.get(commit.parent or "")
        return line[::-1]

    @cached_property
    def touching(self) -> list[CommitRecord]:
        """The commits of the main line that touch a document, always with the first and last."""
        first, *others = self.main
        changes = self.repository.changes_of([(it.id, it.parent) for it in others])
        found = [
            record
            for record, paths in zip(others, changes, strict=True)
            if any(self._is_document(path) for change in paths for path in change.paths)
        ]
        return list(dict.fromkeys([first, *found, *others[-1:]]))

    def _is_document(self, path: str) -> bool:
        """True for a document of today, and for a path that looks like an earlier one."""
        in_home = not self._snapshots.homes.isdisjoint(path.split("/"))
        return self.end.found.is_artifact(path) or (path.endswith(".md") and in_home)

    @cached_property
    def samples(self) -> list[SampledCommit]:
        """An even selection of the commits that touch documents, with the first and last."""
        latest = time_of(self.main[-1])
        found: list[SampledCommit] = []
        for position in spread(len(self.touching), MAX_SAMPLES):
            record = self.touching[position]
            when = min(time_of(record), latest)
            when = max(when, found[-1].when) if found else when
            found.append(SampledCommit(record, when, self._snapshot(record, found)))
        return found

    def _snapshot(self, record: CommitRecord, before: Sequence[SampledCommit]) -> Snapshot:
        """The snapshot of a commit; unchanged documents are not read again."""
        if not before:
            return self._snapshots.at(record.id)
        last = before[-1]
        paths = self.repository.changes(last.record.id, record.id)
        witness = Authorship(self.repository, record.id)
        return self._snapshots.after(last.snapshot, paths, witness)

    @cached_property
    def counting(self) -> list[CommitRecord]:
        """The newest commits that count, parents first."""
        return comparable(self.repository, self._late[-MAX_COMMITS:])

    @cached_property
    def _late(self) -> list[CommitRecord]:
        return since_adoption(self.repository, self._records, self._since)

    def left_out(self) -> Iterator[Gap]:
        """The gaps that are left on purpose."""
        if self._cut:
            newest = f"only the newest {MAX_COMMITS:,} commits of the main line are read"
            yield Gap(FactKind.HISTORY, newest)
        if self._since and len(self._late) < len(self._records):
            since = self._since[:10]
            early = f"commits older than enforce-since ({since}) are not listed with their specs"
            yield Gap(FactKind.WORK, early)
        elif len(self._records) > MAX_COMMITS:
            newest = f"only the newest {MAX_COMMITS:,} commits are listed with their specs"
            yield Gap(FactKind.WORK, newest)
