"""A repository's history becomes what is judged: each commit with its change, and the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from functools import partial
from typing import NamedTuple

from aos_check.git import Repository
from aos_check.history.authorship import Authorship
from aos_check.history.commits import (
    CommitDraft,
    CommitPolicy,
    address_of,
    code_of,
    describe,
    finished,
)
from aos_check.history.messages import Message
from aos_check.history.messages import read as read_message
from aos_check.history.range_outcomes import (
    Known,
    left_ticked,
    why_all_exempt,
    why_exempt,
    with_outcome,
)
from aos_check.model.change import Commit, CommitRecord, PathChange, Person
from aos_check.model.document import State
from aos_check.model.tree import MemoryTree
from aos_check.reading.compare import compare
from aos_check.reading.read_cache import ReadCache
from aos_check.reading.snapshot import Snapshot, Sources

NOBODY = Person("", "")
"""The author of a commit that a squash would make."""


class SnapshotPair(NamedTuple):
    """A commit, or what is about to be one, between the two trees that its change is taken of.

    A merge is compared with the merge that git would make; `paths` is what differs.
    """

    before: Snapshot
    after: Snapshot
    paths: tuple[PathChange, ...]


class CommitJudge:
    """Reads commits as far as rules ask: the tasks they name, the code and specs they change."""

    def __init__(
        self, repository: Repository, sources: Sources, commit_policy: CommitPolicy, today: date
    ) -> None:
        self._repository = repository
        self._sources = sources
        self._terms = commit_policy
        self._today = today
        self._homes = {name for layout in sources.known for name in layout.homes}
        self.cache = ReadCache()

    def range(
        self,
        records: Sequence[CommitRecord],
        end: Snapshot,
        branch: str = "",
        *,
        roadmap: bool = True,
    ) -> Iterator[Commit]:
        """Each of the commits, parents first, as it is to be judged; the last leads to `end`.

        With `roadmap`, the change of each knows which specs it completes.
        """
        known = Known(records, [self._message(record) for record in records])
        walk = _RangeWalk(self, known)
        reverted = self._reverted(known)
        undone = known.undone(reverted)
        for record, step in walk.steps():
            message = known.messages[record.id]
            change = compare(step.before, step.after, step.paths, roadmap=roadmap)
            submission = CommitDraft(
                id=record.id,
                author=partial(_as_written, record),
                message=message,
                change=change._replace(commit=record.id),
                branch=partial(str, branch),
                exempt=why_exempt(known, message, reverted.get(record.id, "")),
                reverts=reverted.get(record.id, ""),
            )
            commit = describe(submission, step.before, step.after, self._terms, self._today, end)
            yield self._seen_from(end, commit, known, undone)

    def pending(self, message: Message, step: SnapshotPair, author: Callable[[], Person]) -> Commit:
        """The commit that is about to be made of the index."""
        change = compare(step.before, step.after, step.paths)
        unpushed = self._repository.unpushed() if message.autosquash else []
        known = Known(unpushed, [self._message(record) for record in unpushed])
        reverts = self._undone_by(None, message, step.paths)
        submission = CommitDraft(
            id="",
            author=author,
            message=message,
            change=change,
            branch=self._repository.branch,
            exempt=why_exempt(known, message, reverts),
            reverts=reverts,
        )
        commit = describe(submission, step.before, step.after, self._terms, self._today)
        return self._seen_from(step.after, commit, known, frozenset())

    def squashed(
        self, message: Message, step: SnapshotPair, records: Sequence[CommitRecord]
    ) -> Commit:
        """A range as the one commit that a squash would make of it.

        It is exempt when each of its commits that changes code is; `records` are those that count.
        """
        parts = [part for part in self.range(records, step.after, roadmap=False) if part.code]
        exempt = why_all_exempt(parts)
        undoing = [part for part in parts if part.reverts] if exempt else []
        submission = CommitDraft(
            id="",
            author=lambda: NOBODY,
            message=message,
            change=compare(step.before, step.after, step.paths),
            exempt=exempt,
            reverts=next((part.reverts for part in undoing), ""),
        )
        commit = describe(submission, step.before, step.after, self._terms, self._today)
        left = tuple(task for part in undoing for task in part.left_ticked)
        return commit._replace(left_ticked=left)

    def at_hand(self, step: SnapshotPair) -> list[str]:
        """The addresses that the commit to come may name: of the tasks that it finishes.

        Where a task need not be done, and none is, of those that are in progress.
        """
        found = list(finished(compare(step.before, step.after, step.paths), step.after))
        if not found and self._terms.require != "done":
            found = [
                address_of(spec, task, step.after)
                for spec in step.after.specs()
                for task in spec.all_tasks()
                if task.state is State.IN_PROGRESS
            ]
        return found

    def snapshot(self, rev: str | None) -> Snapshot:
        """What a commit or tree holds; of None, what was there before the first commit."""
        if rev is None:
            return Snapshot(MemoryTree({}), self._sources, links=False, cache=self.cache)
        listing = self._repository.commit_tree(rev).listing
        kept = {path: blob for path, blob in listing.items() if self._may_matter(path)}
        return Snapshot(
            self._repository.tree_of(kept),
            self._sources,
            links=False,
            witness=self.witness(rev),
            cache=self.cache,
        )

    def witness(self, rev: str) -> Authorship:
        """What history up to `rev` proves of approvals."""
        return Authorship(self._repository, rev)

    def after(self, before: Snapshot, paths: Sequence[PathChange], witness: Authorship) -> Snapshot:
        """What a commit or the index holds, which differs from `before` by `paths`."""
        matters = [each for each in paths if any(map(self._may_matter, each.paths))]
        if not matters:
            return before
        listing = dict(self._repository.listing_of(before.tree))
        for each in matters:
            if each.before is not None:
                listing.pop(each.before, None)
            if each.after is not None and self._holds_text(each):
                listing[each.after] = each.after_id
        tree = self._repository.tree_of(listing)
        return before.after(tree, matters, witness)

    def changes_of(
        self, pairs: Iterable[tuple[str, str | None]]
    ) -> Iterator[tuple[PathChange, ...]]:
        """What each commit changes against the one beside it."""
        return self._repository.changes_of(pairs)

    def merged(
        self, parents: Sequence[str], result: str | None
    ) -> tuple[str, tuple[PathChange, ...]]:
        """What a merge adds to the merge that git would make: the tree of that, and the paths."""
        tree, settled = self._repository.merged(self._independent(parents), result)
        paths = (
            self._repository.staged(tree)
            if result is None
            else self._repository.changes(tree, result)
        )
        return tree, tuple(each for each in paths if not settled.issuperset(each.paths))

    def _independent(self, parents: Sequence[str]) -> list[str]:
        """The parents without those that another one has in its history: they bring nothing."""
        first, *others = parents
        return [
            first,
            *(
                one
                for one in others
                if not any(
                    one != other and self._repository.is_ancestor(one, other) for other in parents
                )
            ),
        ]

    def _holds_text(self, change: PathChange) -> bool:
        """True for what may be an artifact now, and has a content to be one."""
        return self._may_matter(change.after or "") and " " not in change.after_id

    def _plain(self, paths: Iterable[PathChange]) -> set[str]:
        """The paths that can be no artifacts, whatever the tree."""
        return {path for each in paths for path in each.paths if not self._may_matter(path)}

    def _may_matter(self, path: str) -> bool:
        """True for what may be an artifact: a document, or anything below a home."""
        return path.lower().endswith((".md", ".markdown")) or not self._homes.isdisjoint(
            path.split("/")[:-1]
        )

    def _message(self, record: CommitRecord) -> Message:
        return read_message(record.message, record.trailers, self._terms.trailers)

    # Reverts

    def _reverted(self, known: Known) -> dict[str, str]:
        """Which commit each of the commits undoes, as far as any does."""
        found = {}
        for record in known.records:
            message = known.messages[record.id]
            if message.reverts:
                paths = self._repository.changes(record.parent, record.id)
                if undone := self._undone_by(record.id, message, paths):
                    found[record.id] = undone
        return found

    def _undone_by(
        self, commit: str | None, message: Message, paths: tuple[PathChange, ...]
    ) -> str:
        """The commit of this history that `commit` (None: the index) is the inverse of, in code."""
        if len(message.reverts) != 1 or not (tip := commit or self._repository.head()):
            return ""
        named = self._repository.find(message.reverts[0])
        if named is None:
            return ""
        undone = self._repository.changes(self._repository.commit(named).parent, named)
        # The cheap questions first: anyone may claim to revert something, many times.
        if self._plain(undone) != self._plain(paths):
            return ""
        if not self._repository.is_ancestor(named, tip):
            return ""
        then, now = self.snapshot(named), self.snapshot(tip)
        code, unowned = code_of((*undone, *paths), now, now, self._terms)
        own = code_of(undone, then, then, self._terms)
        every = tuple(path for each in (*undone, *paths) for path in each.paths)
        wanted = dict.fromkeys((*code, *unowned, *own[0], *own[1]) or every)
        return named if self._repository.inverse(named, commit, tuple(wanted)) else ""

    def _seen_from(
        self, end: Snapshot, commit: Commit, known: Known, undone: AbstractSet[str]
    ) -> Commit:
        """The commit with what has become of its tasks by the end of the range."""
        if commit.id in undone:
            return commit
        commit = with_outcome(commit, end)
        if not commit.reverts:
            return commit
        record = self._repository.commit(commit.reverts)
        paths = self._repository.changes(record.parent, record.id)
        before = self.snapshot(record.parent)
        change = compare(before, self.after(before, paths, self.witness(record.id)), paths)
        return commit._replace(left_ticked=tuple(left_ticked(change, end, known, commit.id)))


def _as_written(record: CommitRecord) -> Person:
    return record.author


class _RangeWalk:
    """Goes from commit to commit, and keeps what each held only until its children are seen."""

    def __init__(self, history: CommitJudge, known: Known) -> None:
        self._history = history
        self._known = known
        self._moments: dict[str | None, Snapshot] = {}
        self._children = Counter(record.parent for record in known.records)

    def steps(self) -> Iterator[tuple[CommitRecord, SnapshotPair]]:
        """Every commit with its step, parents first."""
        pairs = ((record.id, record.parent) for record in self._known.records)
        changes = self._history.changes_of(pairs)
        for record, paths in zip(self._known.records, changes, strict=True):
            parent = record.parent
            before = self._moments.get(parent) or self._history.snapshot(parent)
            self._children[parent] -= 1
            if self._children[parent]:
                self._moments[parent] = before
            else:
                self._moments.pop(parent, None)
            after = self._history.after(before, paths, self._history.witness(record.id))
            if self._children[record.id]:
                self._moments[record.id] = after
            if len(record.parents) > 1:
                base, own = self._history.merged(record.parents, record.id)
                yield (
                    record,
                    SnapshotPair(self._history.snapshot(base) if own else after, after, own),
                )
            else:
                yield record, SnapshotPair(before, after, paths)
