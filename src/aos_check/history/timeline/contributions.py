"""Finds the contributions of each commit to the current specs, and the maintenance."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from aos_check.history.commit_reader import CommitReader
from aos_check.history.timeline.commit_times import time_of
from aos_check.history.timeline.record import (
    Contribution,
    MaintenanceCommit,
    MaintenanceMonth,
    Work,
)
from aos_check.history.timeline.stages import Stages
from aos_check.model.addresses import SpecDirectory
from aos_check.model.approval import ApprovalLevel
from aos_check.model.change import Commit, CommitRecord
from aos_check.model.spec import Spec
from aos_check.model.task import Task
from aos_check.reading.snapshot import Snapshot


def work_of(
    reader: CommitReader, records: Iterable[CommitRecord], end: Snapshot, specs: Sequence[Spec]
) -> Work:
    """The commits that named or finished a task of the specs, and those that no task describes."""
    current = CurrentSpecs(specs)
    records = list(records)
    merges = {record.id for record in records if len(record.parents) > 1}
    # The work in a merge counts for the merged commits.
    records = [record._replace(parents=record.parents[:1]) for record in records]
    by_id = {record.id: record for record in records}
    found: dict[str, list[Contribution]] = {}
    maintenance: list[MaintenanceCommit] = []
    undone: set[str] = set()
    coding: list[CommitRecord] = []
    stages: defaultdict[str, Stages] = defaultdict(Stages)
    for commit in reader.range(records, end, reader.repository.branch(), roadmap=False):
        record = by_id[commit.id]
        if commit.reverts:
            undone |= {commit.id, commit.reverts}
        for pair in commit.change.specs:
            if pair.after and (now := current.now(pair.after)):
                stages[now.path].note(pair, record, merge=commit.id in merges)
        if commit.id in merges:
            continue
        coding += [record] if commit.code else []
        if commit.maintenance and commit.is_maintenance:
            maintenance.append(MaintenanceCommit(record, commit.maintenance.reason))
        for path, contribution in contributions_of(commit, record, current):
            found.setdefault(path, []).append(contribution)
    contributions = {
        path: tuple(it._replace(undone=it.commit.id in undone) for it in reversed(every))
        for path, every in found.items()
    }
    missing = reader.snapshots.cache.missing
    lives = {
        it.path: stages[it.path].life(it, contributions.get(it.path, ()), missing) for it in specs
    }
    months = tuple(_months(coding, maintenance))
    return Work(contributions, tuple(reversed(maintenance)), len(coding), months, lives)


def _months(
    coding: Iterable[CommitRecord], maintenance: Iterable[MaintenanceCommit]
) -> Iterator[MaintenanceMonth]:
    """The months with commits that change code, in order."""
    code = Counter(map(_month, coding))
    kept = Counter(_month(it.commit) for it in maintenance)
    for month in sorted(code):
        yield MaintenanceMonth(month, kept[month], code[month])


def _month(record: CommitRecord) -> date:
    return time_of(record).date().replace(day=1)


def contributions_of(
    commit: Commit, record: CommitRecord, current: CurrentSpecs
) -> Iterator[tuple[str, Contribution]]:
    """The contributions of a commit to each spec that still exists, with the spec's path."""
    change = commit.change
    named = current.ids((it.spec, it.task) for it in commit.named if it.spec and it.task)
    finished = current.ids((it.spec, it.after) for it in change.ticks() if it.after)
    brought = current.ids(change.brought())
    reopened = current.ids(change.reopened())
    code = (*commit.code, *commit.unowned)
    others = tuple(path for each in change.paths for path in each.paths if path not in code)
    specs = [pair.after for pair in change.specs if pair.after]
    specs += [it.spec for it in commit.named if it.spec]
    levels = {now.path: then.approval.level for then in specs if (now := current.now(then))}
    for path in dict.fromkeys([*named, *finished, *brought, *reopened]):
        contribution = Contribution(
            record,
            named=tuple(named.get(path, ())),
            finished=tuple(finished.get(path, ())),
            brought=tuple(brought.get(path, ())),
            reopened=tuple(reopened.get(path, ())),
            files=code,
            others=others,
            changes=change.paths,
            approval=levels.get(path, ApprovalLevel.NONE),
        )
        yield path, contribution


class CurrentSpecs:
    """Finds the current specs and tasks that earlier ones have become."""

    def __init__(self, specs: Sequence[Spec]) -> None:
        self._directory = SpecDirectory(specs)
        self._specs: dict[str, Spec | None] = {}

    def ids(self, tasks: Iterable[tuple[Spec, Task]]) -> dict[str, dict[str, None]]:
        """The current ids of earlier tasks, by the path of the spec."""
        found: dict[str, dict[str, None]] = {}
        for then, task in tasks:
            if spec := self.now(then):
                ids = found.setdefault(spec.path, {})
                if now := spec.same_task(task):
                    ids[now.id] = None
        return found

    def now(self, then: Spec) -> Spec | None:
        """The spec with this path, else the only one with this id or slug."""
        if then.path not in self._specs:
            fitting = (self._directory.find(name) for name in (then.path, then.id, then.slug))
            first = next(filter(None, fitting), [])
            self._specs[then.path] = first[0] if len(first) == 1 else None
        return self._specs[then.path]
