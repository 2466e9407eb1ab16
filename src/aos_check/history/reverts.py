"""Finds the commits that other commits revert, and what reverts leave at the end of a range."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from aos_check.history.authorship import Authorship
from aos_check.history.code_owners import code_of
from aos_check.history.commit_policy import CommitPolicy
from aos_check.history.commits import why_maintenance
from aos_check.history.messages import Message
from aos_check.history.messages import read as read_message
from aos_check.history.range_outcomes import CommitRange, left_ticked, with_outcome
from aos_check.history.snapshots import SnapshotDiff, Snapshots
from aos_check.history.spec_names import OtherState, Renames
from aos_check.model.change import Change, Commit, PathChange
from aos_check.model.errors import MissingObjectError
from aos_check.reading.snapshot import Snapshot


class Reverts:
    """Compares each commit that says it reverts another one with that one."""

    def __init__(self, snapshots: Snapshots, policy: CommitPolicy) -> None:
        self._snapshots = snapshots
        self._repository = snapshots.repository
        self._policy = policy

    def undone_in(self, commits: CommitRange, unproved: set[str]) -> dict[str, str]:
        """The commit that each reverting commit undoes, or only claims to if it is `unproved`."""
        found = {}
        for record in commits.records:
            message = commits.messages[record.id]
            if message.reverts:
                paths = self._repository.changes(record.parent, record.id)
                try:
                    undone = self.undone_by(record.id, message, paths)
                except MissingObjectError:
                    unproved.add(record.id)
                    undone = self._repository.find(message.reverts[0]) or ""
                if undone:
                    found[record.id] = undone
        return found

    def undone_by(self, commit: str | None, message: Message, paths: tuple[PathChange, ...]) -> str:
        """The earlier commit whose code changes `commit` (None: the index) exactly reverts."""
        if len(message.reverts) != 1 or not (tip := commit or self._repository.head()):
            return ""
        named = self._repository.find(message.reverts[0])
        if named is None:
            return ""
        undone = self._repository.changes(self._repository.commit(named).parent, named)
        # Cheap checks come first, because a message may claim any number of reverts.
        if self._no_artifacts(undone) != self._no_artifacts(paths):
            return ""
        if not self._repository.is_ancestor(named, tip):
            return ""
        then, now = self._snapshots.at(named), self._snapshots.at(tip)
        code, unowned = code_of((*undone, *paths), (now,), self._policy)
        own = code_of(undone, (then,), self._policy)
        every = tuple(path for each in (*undone, *paths) for path in each.paths)
        wanted = dict.fromkeys((*code, *unowned, *own[0], *own[1]) or every)
        return named if self._repository.inverse(named, commit, tuple(wanted)) else ""

    def with_outcome(
        self,
        commit: Commit,
        end: Snapshot,
        commits: CommitRange,
        undone: AbstractSet[str],
        renames: Renames,
    ) -> Commit:
        """The commit with the state of its tasks at the end of the range."""
        if commit.reverts and not commit.ticked and self._is_revert(commit.reverts):
            # It brings code back. Without its tick, it needs a task like any other code.
            claim = commit.maintenance
            commit = commit._replace(exempt=why_maintenance(claim, commit.named) if claim else "")
        if commit.id in undone:
            return commit
        commit = with_outcome(commit, OtherState(end, renames.after(commit.id)))
        if not commit.reverts:
            return commit
        last = OtherState(end, renames.after(commit.reverts))
        change = self._change_of(commit.reverts)
        left = left_ticked(change, last, commits, commit.id)
        return commit._replace(left_ticked=tuple(left))

    def _is_revert(self, commit: str) -> bool:
        """True if the commit is a revert."""
        record = self._repository.commit(commit)
        return bool(read_message(record.message, record.trailers, self._policy.trailers).reverts)

    def _change_of(self, commit: str) -> Change:
        """The change of specs and decisions that a commit made."""
        record = self._repository.commit(commit)
        paths = self._repository.changes(record.parent, record.id)
        before = self._snapshots.at(record.parent)
        after = self._snapshots.after(before, paths, Authorship(self._repository, record.id))
        return SnapshotDiff(before, after, paths).change()

    def _no_artifacts(self, paths: Iterable[PathChange]) -> set[str]:
        """The paths that are not artifacts in any tree."""
        return {
            path
            for each in paths
            for path in each.paths
            if not self._snapshots.may_be_artifact(path)
        }
