"""Finds the contributions of each commit to the current specs, and the maintenance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from aos_check.history.timeline.main_line import MainLine
from aos_check.history.timeline.record import Contribution, MaintenanceCommit, Work
from aos_check.model.addresses import SpecDirectory
from aos_check.model.change import Commit, CommitRecord
from aos_check.model.project import Project
from aos_check.model.spec import Spec
from aos_check.model.task import Task


def work_of(line: MainLine, projects: Iterable[Project]) -> Work:
    """The commits that named or finished a task, and those that no task describes."""
    current = _CurrentSpecs([spec for project in projects for spec in project.specs])
    merges = {record.id for record in line.counting if len(record.parents) > 1}
    # The work in a merge counts for the merged commits.
    records = [record._replace(parents=record.parents[:1]) for record in line.counting]
    by_id = {record.id: record for record in records}
    branch = line.repository.branch()
    found: dict[str, list[Contribution]] = {}
    maintenance: list[MaintenanceCommit] = []
    code = 0
    for commit in line.reader.range(records, line.end, branch, roadmap=False):
        if commit.id not in merges:
            code += bool(commit.code)
            if commit.maintenance and commit.is_maintenance:
                record = by_id[commit.id]
                maintenance.append(MaintenanceCommit(record, commit.maintenance.reason))
            for path, contribution in _of(commit, by_id[commit.id], current):
                found.setdefault(path, []).append(contribution)
    contributions = {path: tuple(done[::-1]) for path, done in found.items()}
    return Work(contributions, tuple(maintenance[::-1]), code)


def _of(
    commit: Commit, record: CommitRecord, current: _CurrentSpecs
) -> Iterator[tuple[str, Contribution]]:
    """The contributions of a commit to each spec that still exists."""
    named = current.ids((it.spec, it.task) for it in commit.named if it.spec and it.task)
    finished = current.ids((it.spec, it.after) for it in commit.change.ticks() if it.after)
    for path in dict.fromkeys([*named, *finished]):
        ids = tuple(named.get(path, ())), tuple(finished.get(path, ()))
        yield path, Contribution(record, *ids, code=len(commit.code))


class _CurrentSpecs:
    """Finds the current specs and tasks that earlier ones have become."""

    def __init__(self, specs: Sequence[Spec]) -> None:
        self._directory = SpecDirectory(specs)
        self._specs: dict[str, Spec | None] = {}

    def ids(self, tasks: Iterable[tuple[Spec, Task]]) -> dict[str, dict[str, None]]:
        """The current ids of earlier tasks, by the path of the spec."""
        found: dict[str, dict[str, None]] = {}
        for then, task in tasks:
            if spec := self._spec(then):
                ids = found.setdefault(spec.path, {})
                if now := spec.same_task(task):
                    ids[now.id] = None
        return found

    def _spec(self, then: Spec) -> Spec | None:
        """The spec with this path, else the only one with this id or slug."""
        if then.path not in self._specs:
            fitting = (self._directory.find(name) for name in (then.path, then.id, then.slug))
            first = next(filter(None, fitting), [])
            self._specs[then.path] = first[0] if len(first) == 1 else None
        return self._specs[then.path]
