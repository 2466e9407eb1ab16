"""Reads the commits of a repository for rules: ranges, squashes, and the next commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache, partial
from typing import NamedTuple

from aos_check.history.commit_policy import CommitPolicy
from aos_check.history.commits import (
    BEFORE_THE_PROJECT,
    MISSING_CODE,
    RawCommit,
    describe,
)
from aos_check.history.messages import Message
from aos_check.history.messages import read as read_message
from aos_check.history.range_outcomes import (
    CommitRange,
    Named,
    since_start,
    ticks_of,
    why_all_exempt,
    why_exempt,
    with_maintenance_of,
    with_tasks_of,
)
from aos_check.history.reverts import Reverts
from aos_check.history.snapshots import SnapshotDiff, Snapshots
from aos_check.history.spec_names import OtherState, Renames
from aos_check.model.change import Change, Commit, CommitRecord, PathChange, Person
from aos_check.model.errors import MissingObjectError
from aos_check.reading.snapshot import Snapshot

_NO_AUTHOR = Person("", "")
"""The author of the commit that a squash would make, who is unknown."""


class EarlierWork(NamedTuple):
    """The work on a range before its first commit, which an earlier push may have left behind.

    It began at the snapshot `start`, and `changes` lead from there to the range. `commits` returns
    its commits, which are not judged.
    """

    start: Snapshot
    changes: Sequence[PathChange] = ()
    commits: Callable[[], Iterable[CommitRecord]] = tuple


class CommitReader:
    """Reads commits with the tasks they name and the code and specs they change."""

    def __init__(self, snapshots: Snapshots, policy: CommitPolicy, today: date) -> None:
        self.snapshots = snapshots
        self.repository = snapshots.repository
        self.policy = policy
        self.today = today
        self.reverts = Reverts(snapshots, policy)
        self.raw = partial(
            RawCommit,
            chosen=cache(self.repository.chosen_spec),
            tree_of=self.repository.tree_of,
        )

    def range(
        self,
        records: Sequence[CommitRecord],
        end: Snapshot,
        branch: str = "",
        *,
        earlier: EarlierWork | None = None,
        roadmap: bool = True,
    ) -> Iterator[Commit]:
        """The commits, parents first; `end` is the snapshot after the last one.

        `earlier` is the work on them before the first one, None if it is unknown. With `roadmap`,
        each change includes the specs that it completes.
        """
        for commit, _ in self.walk(
            records, lambda _: branch, end=end, earlier=earlier, roadmap=roadmap
        ):
            yield commit

    def walk(
        self,
        records: Sequence[CommitRecord],
        branch_of: Callable[[str], str],
        *,
        end: Snapshot | None = None,
        earlier: EarlierWork | None = None,
        roadmap: bool = True,
    ) -> Iterator[tuple[Commit, SnapshotDiff]]:
        """The commits like `range`, each with its diff.

        `branch_of` returns the branch of the commit with an id. Without an `end`, each commit is
        its own end, as if it were checked alone.
        """
        yield from _RangeWalk(self, records, branch_of, end, earlier, roadmap=roadmap).commits()

    def pending(self, message: Message, diff: SnapshotDiff) -> Commit:
        """The next commit, which will be made from the index."""
        commits = self.range_of(self.repository.unmerged() if message.autosquash else [])
        message = self.with_target(message, commits, diff.after)
        try:
            reverts = self.reverts.undone_by(None, message, diff.paths)
        except MissingObjectError:
            return Commit("", message.text, diff.change(), unjudged=MISSING_CODE)
        raw = self.raw(
            message,
            diff,
            author=self.repository.author,
            branch=self.repository.branch,
            exempt=why_exempt(reverts),
            reverts=reverts,
            merge=bool(self.repository.merge_heads()),
        )
        if not diff.has_project:
            return Commit("", message.text, diff.change(), unjudged=BEFORE_THE_PROJECT)
        commit = describe(raw, self.policy, self.today)._replace(alone=True)
        return self.reverts.with_outcome(commit, diff.after, commits, frozenset(), Renames([]))

    def squashed(
        self,
        message: Message,
        diff: SnapshotDiff,
        records: Sequence[CommitRecord],
        branch: str = "",
    ) -> Commit:
        """The commit that a squash of the range would make.

        It is exempt if each of `records` that changes code is exempt.
        """
        every = list(self.range(records, diff.after, roadmap=False))
        parts = [part for part in every if part.code]
        exempt = why_all_exempt(parts)
        reverting = [part for part in parts if part.reverts] if exempt else []
        if exempt:
            message = with_maintenance_of(message, parts)
        raw = self.raw(
            message,
            diff,
            author=lambda: _NO_AUTHOR,
            branch=partial(str, branch),
            exempt="" if message.maintenance else exempt,
            reverts=next((part.reverts for part in reverting), ""),
        )
        if not diff.has_project:
            return Commit("", message.text, diff.change(), unjudged=BEFORE_THE_PROJECT)
        ticked = {ticked for part in every for ticked in ticks_of(part)}
        start = OtherState(diff.before, self.snapshots.renames(records).back)
        commit = since_start(describe(raw, self.policy, self.today, start=start), start, ticked)
        return commit._replace(
            left_ticked=tuple(it for part in reverting for it in part.left_ticked)
        )

    def range_of(self, records: Sequence[CommitRecord]) -> CommitRange:
        """The commits with their parsed messages."""
        keys = self.policy.trailers
        return CommitRange(records, [read_message(it.message, it.trailers, keys) for it in records])

    def with_target(self, message: Message, commits: CommitRange, end: Snapshot) -> Message:
        """The message, with the tasks of the one of these commits that it is a fixup of."""
        target = commits.target(message)
        if target is None:
            return message
        (found,) = self.range([target], end)
        return with_tasks_of(message, Named.by(found))


class _RangeWalk:
    """A walk through a range, which knows what the earlier commits named and finished."""

    def __init__(
        self,
        reader: CommitReader,
        records: Sequence[CommitRecord],
        branch_of: Callable[[str], str],
        end: Snapshot | None,
        earlier: EarlierWork | None,
        *,
        roadmap: bool,
    ) -> None:
        self._reader, self._branch_of, self._roadmap = reader, branch_of, roadmap
        self._end, self._start = end, earlier.start if earlier else None
        self._range = reader.range_of(records)
        earlier_commits = earlier.commits() if earlier and self._range.has_strangers else []
        self._before = reader.range_of([*earlier_commits])
        self._changes = reader.snapshots.changes_of(records)
        steps = zip((it.id for it in records), self._changes, strict=True)
        self._renames = Renames([("", earlier.changes if earlier else ()), *steps])
        self._unproved: set[str] = set()
        self._reverted = reader.reverts.undone_in(self._range, self._unproved)
        self._undone = self._range.undone(self._reverted)
        self._adopted: set[str] = set()
        self._named: dict[str, Named] = {}
        self._ticked: set[tuple[str, str]] = set()

    def commits(self) -> Iterator[tuple[Commit, SnapshotDiff]]:
        """Each commit with its diff, parents first."""
        diffs = self._reader.snapshots.diffs(self._range.records, self._changes, self._unproved)
        for record, diff in diffs:
            if not (diff.has_project or self._range.is_after(record, self._adopted)):
                yield _unjudged(record, BEFORE_THE_PROJECT), diff
                continue
            self._adopted.add(record.id)
            missing = record.id in self._unproved
            yield (
                _unjudged(record, MISSING_CODE) if missing else self._described(record, diff),
                diff,
            )

    def _described(self, record: CommitRecord, diff: SnapshotDiff) -> Commit:
        reader, end = self._reader, self._end or diff.after
        message, reverts = self._message(record, end), self._reverted.get(record.id, "")
        raw = reader.raw(
            message,
            diff,
            author=lambda: record.author,
            id=record.id,
            branch=partial(self._branch_of, record.id),
            exempt=why_exempt(reverts),
            reverts=reverts,
            merge=len(record.parents) > 1,
        )
        start = OtherState(self._start, self._renames.before(record.id)) if self._start else None
        commit = describe(raw, reader.policy, reader.today, self._end, start, roadmap=self._roadmap)
        self._remember(commit)
        if start:
            commit = since_start(commit, start, self._ticked)
        # What follows a single commit is not known.
        unsquashed = bool(message.autosquash) and len(self._range.records) > 1
        commit = commit._replace(unsquashed=unsquashed)
        renames = self._renames if self._end else Renames([])
        return reader.reverts.with_outcome(commit, end, self._range, self._undone, renames)

    def _message(self, record: CommitRecord, end: Snapshot) -> Message:
        """The message, with the tasks of the commit that it is a fixup of."""
        message, target = self._range.messages[record.id], self._range.targets.get(record.id, "")
        if target in self._named:
            return with_tasks_of(message, self._named[target])
        return self._reader.with_target(message, self._before, end)

    def _remember(self, commit: Commit) -> None:
        self._named[commit.id] = Named.by(commit)
        target = self._range.targets.get(commit.id, "")
        if target in self._named and not commit.named:  # the next fixup counts this one too
            self._named[target] = self._named[target]._replace(none=commit.maintenance)
        self._ticked.update(ticks_of(commit))


def _unjudged(record: CommitRecord, why: str) -> Commit:
    return Commit(record.id, record.message, Change(), unjudged=why)
