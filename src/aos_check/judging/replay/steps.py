"""Walks the main line of a history, with the commits that each step brings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from aos_check.history.commit_reader import CommitReader
from aos_check.history.snapshots import SnapshotDiff
from aos_check.model.change import Commit, CommitRecord
from aos_check.reading.expressions import expression
from aos_check.reading.snapshot import Snapshot

_SQUASH = expression(r"\([#!]\d+\)\s*\Z")
_MERGED = expression(
    r"Merge (?:pull request #\d+ from [^\s/]+/(\S+)"
    r"|(?:remote-tracking )?branch '(?:origin/)?([^']+)')"
)


class Landing(str, Enum):
    """A direct commit, a merged branch, or a branch that was squashed into one commit."""

    COMMIT = "commit"
    MERGE = "merge"
    SQUASH = "squash"


class StepCommit(NamedTuple):
    """A commit that a step brings, described as if it were checked alone."""

    record: CommitRecord
    commit: Commit
    diff: SnapshotDiff
    branch: str

    @property
    def subject(self) -> str:
        """The first line of the message."""
        return self.record.message.strip().partition("\n")[0]

    @property
    def is_merge(self) -> bool:
        """True for a merge, whose own change is only what differs from git's merge."""
        return len(self.record.parents) > 1


class Step(NamedTuple):
    """A commit of the main line, and what it brings: `commits` end with its own."""

    record: CommitRecord
    commits: tuple[StepCommit, ...]
    diff: SnapshotDiff

    @property
    def kind(self) -> Landing:
        """The way that its commits came to the main line."""
        if self.commits[-1].is_merge:
            return Landing.MERGE
        squashed = _SQUASH.search(self.commits[-1].subject)
        return Landing.SQUASH if squashed else Landing.COMMIT

    @property
    def documents(self) -> list[str]:
        """The documents among the changed paths."""
        snapshots = (self.diff.before.found, self.diff.after.found)
        paths = [path for change in self.diff.paths for path in change.paths]
        return [path for path in paths if any(found.is_artifact(path) for found in snapshots)]


def steps(reader: CommitReader, records: Sequence[CommitRecord], head: str) -> Iterator[Step]:
    """The steps that lead to `head`, the oldest first; `records` are all commits, parents first."""
    step_of = _steps_of(records, head)
    branches = {it.id: branch_of(it) for it in records if len(it.parents) > 1}
    waiting: dict[str, list[StepCommit]] = {}
    last: Snapshot | None = None

    def name(commit: str) -> str:
        return branches.get(step_of[commit], "")

    for record, (commit, diff) in zip(records, reader.walk(records, name), strict=True):
        step = step_of[record.id]
        waiting.setdefault(step, []).append(StepCommit(record, commit, diff, name(record.id)))
        if step != record.id:
            continue
        whole = diff
        if len(record.parents) > 1:
            before = last or reader.snapshots.at(record.parent)
            paths = reader.repository.changes(record.parent, record.id)
            whole = SnapshotDiff(before, diff.after, paths)
        yield Step(record, tuple(waiting.pop(step)), whole)
        last = diff.after


def _steps_of(records: Sequence[CommitRecord], head: str) -> dict[str, str]:
    """The step of the main line that brings each commit, by the commit's id."""
    by_id = {record.id: record for record in records}
    line, current = [], by_id.get(head)
    while current is not None:
        line.append(current.id)
        current = by_id.get(current.parent or "")
    found: dict[str, str] = {}
    for step in reversed(line):
        left = [step]
        while left:
            commit = left.pop()
            if commit in by_id and commit not in found:
                found[commit] = step
                left.extend(by_id[commit].parents)
    return found


def branch_of(record: CommitRecord) -> str:
    """The branch that a merge names in its message; "" if it names none."""
    found = _MERGED.match(record.message.lstrip())
    return (found[1] or found[2]) if found else ""
