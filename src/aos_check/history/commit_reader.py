"""Reads the commits of a repository for rules: ranges, squashes, and the next commit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from functools import cached_property, partial
from typing import NamedTuple

from aos_check.git import Repository
from aos_check.history.authorship import Authorship
from aos_check.history.commits import (
    BEFORE_THE_PROJECT,
    MISSING_CODE,
    CommitPolicy,
    RawCommit,
    SnapshotDiff,
    code_of,
    describe,
    why_maintenance,
)
from aos_check.history.messages import Message
from aos_check.history.messages import read as read_message
from aos_check.history.range_outcomes import (
    CommitRange,
    Named,
    left_ticked,
    since_start,
    ticks_of,
    why_all_exempt,
    why_exempt,
    with_maintenance_of,
    with_outcome,
    with_tasks_of,
)
from aos_check.history.references import in_message
from aos_check.history.spec_names import OtherState, Renames
from aos_check.history.task_finder import TaskFinder, address_of
from aos_check.model.change import Change, Commit, CommitRecord, PathChange, Person
from aos_check.model.document import State
from aos_check.model.errors import MissingObjectError
from aos_check.model.tree import MemoryTree
from aos_check.model.wording import listed
from aos_check.reading.artifact_index import Sources
from aos_check.reading.read_cache import ReadCache
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

    def __init__(
        self, repository: Repository, sources: Sources, policy: CommitPolicy, today: date
    ) -> None:
        self.repository = repository
        self.homes = frozenset(
            name.rpartition("/")[2] for layout in sources.known for name in layout.homes
        )
        # What marks a home from outside of it, such as a framework's settings.
        self._outside = tuple(
            path.lower()
            for layout in sources.known
            for path in (*layout.marks, *layout.ledgers)
            if path.startswith("/")
        )
        self.cache = ReadCache()
        self._sources = sources
        self._policy = policy
        self.today = today

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
        commits = self._range(records)
        earlier_commits = earlier.commits() if earlier and commits.has_strangers else []
        before = self._range([*earlier_commits])
        changes = self.changes_of(records)
        since = earlier.changes if earlier else ()
        renames = Renames([("", since), *zip((it.id for it in records), changes, strict=True)])
        unproved: set[str] = set()
        reverted = self._reverted(commits, unproved)
        undone = commits.undone(reverted)
        adopted: set[str] = set()
        named: dict[str, Named] = {}
        ticked: set[tuple[str, str]] = set()
        for record, diff in self.diffs(commits.records, changes, unproved):
            if not (diff.has_project or commits.is_after(record, adopted)):
                yield _unjudged(record, BEFORE_THE_PROJECT), diff
                continue
            adopted.add(record.id)
            if record.id in unproved:
                yield _unjudged(record, MISSING_CODE), diff
                continue
            message, reverts = commits.messages[record.id], reverted.get(record.id, "")
            target = commits.targets.get(record.id, "")
            if target in named:
                message = with_tasks_of(message, named[target])
            else:
                message = self._with_target(message, before, end or diff.after)
            raw = RawCommit(
                message,
                diff,
                author=partial(_author, record),
                id=record.id,
                branch=partial(branch_of, record.id),
                chosen=self._chosen_spec,
                tree_of=self.repository.tree_of,
                exempt=why_exempt(reverts),
                reverts=reverts,
                merge=len(record.parents) > 1,
            )
            start = OtherState(earlier.start, renames.before(record.id)) if earlier else None
            commit = describe(raw, self._policy, self.today, end, start, roadmap=roadmap)
            named[record.id] = Named.by(commit)
            if target in named and not commit.named:  # the next fixup counts this one too
                named[target] = named[target]._replace(none=commit.maintenance)
            ticked.update(ticks_of(commit))
            if start:
                commit = since_start(commit, start, ticked)
            # What follows a single commit is not known.
            unsquashed = bool(message.autosquash) and len(commits.records) > 1
            commit = commit._replace(unsquashed=unsquashed)
            commit = self._with_outcome(
                commit, end or diff.after, commits, undone, renames if end else Renames([])
            )
            yield commit, diff

    def pending(self, message: Message, diff: SnapshotDiff) -> Commit:
        """The next commit, which will be made from the index."""
        commits = self._range(self.repository.unmerged() if message.autosquash else [])
        message = self._with_target(message, commits, diff.after)
        try:
            reverts = self._undone_by(None, message, diff.paths)
        except MissingObjectError:
            return Commit("", message.text, diff.change(), unjudged=MISSING_CODE)
        raw = RawCommit(
            message,
            diff,
            author=self.repository.author,
            branch=self.repository.branch,
            chosen=self._chosen_spec,
            tree_of=self.repository.tree_of,
            exempt=why_exempt(reverts),
            reverts=reverts,
            merge=bool(self.repository.merge_heads()),
        )
        if not diff.has_project:
            return Commit("", message.text, diff.change(), unjudged=BEFORE_THE_PROJECT)
        commit = describe(raw, self._policy, self.today)._replace(alone=True)
        return self._with_outcome(commit, diff.after, commits, frozenset(), Renames([]))

    def _with_target(self, message: Message, commits: CommitRange, end: Snapshot) -> Message:
        """The message, with the tasks of the one of these commits that it is a fixup of."""
        target = commits.target(message)
        if target is None:
            return message
        (found,) = self.range([target], end)
        return with_tasks_of(message, Named.by(found))

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
        raw = RawCommit(
            message,
            diff,
            author=lambda: _NO_AUTHOR,
            branch=partial(str, branch),
            chosen=self._chosen_spec,
            tree_of=self.repository.tree_of,
            exempt="" if message.maintenance else exempt,
            reverts=next((part.reverts for part in reverting), ""),
        )
        if not diff.has_project:
            return Commit("", message.text, diff.change(), unjudged=BEFORE_THE_PROJECT)
        ticked = {ticked for part in every for ticked in ticks_of(part)}
        start = OtherState(diff.before, self.renames(records).back)
        commit = since_start(describe(raw, self._policy, self.today, start=start), start, ticked)
        return commit._replace(
            left_ticked=tuple(it for part in reverting for it in part.left_ticked)
        )

    def tasks_to_name(self, message: Message, diff: SnapshotDiff) -> tuple[str, ...]:
        """The addresses of the tasks that the next commit certainly works on, if it names none.

        These are the tasks that it finishes. If it finishes none and does not have to, it is the
        only task in progress in the spec of a bare id.
        """
        policy, (before, after, paths) = self._policy, diff
        branch, chosen = self.repository.branch, self._chosen_spec
        finder = TaskFinder(before, after, diff.change(), branch=branch, chosen=chosen)
        # An address in a subject is no reason to write none.
        in_words = message._replace(references=())
        named, _ = in_message(in_words, finder, policy.references, policy.patterns)
        if named or finder.finished:
            return () if named else finder.finished
        # That a task is in progress proves nothing, so a project must have allowed it.
        code, _ = code_of(paths, (after, before), policy)
        specs = finder.likely_specs() if code and policy.require != "done" else []
        if len(specs) != 1:
            return ()
        begun = [task for task in specs[0].all_tasks() if task.state is State.IN_PROGRESS]
        lowest = [task for task in begun if not any(sub in begun for sub in task.subtasks)]
        return (address_of(specs[0], lowest[0], after),) if len(lowest) == 1 else ()

    def _chosen_spec(self) -> str:
        return self._chosen

    @cached_property
    def _chosen(self) -> str:
        return self.repository.chosen_spec()

    @property
    def gaps(self) -> tuple[str, ...]:
        """Notes on the comparisons that were not made, because contents are missing."""
        if not self.cache.missing:
            return self.repository.gaps
        missing = listed(sorted(self.cache.missing))
        note = f"missing from this partial clone, and not compared: {missing}"
        return (*self.repository.gaps, note)

    # Snapshots

    def snapshot(self, rev: str | None) -> Snapshot:
        """The snapshot of a commit or tree; None means the empty tree before the first commit."""
        if rev is None:
            return Snapshot(MemoryTree({}), self._sources, links=False, cache=self.cache)
        listing = self.repository.commit_tree(rev).listing
        kept = {path: blob for path, blob in listing.items() if self._may_be_artifact(path)}
        return Snapshot(
            self.repository.tree_of(kept),
            self._sources,
            links=False,
            witness=Authorship(self.repository, rev),
            cache=self.cache,
        )

    def after(self, before: Snapshot, paths: Sequence[PathChange], witness: Authorship) -> Snapshot:
        """The snapshot of a commit or the index, which differs from `before` by `paths`."""
        changes = [each for each in paths if any(map(self._may_be_artifact, each.paths))]
        if not changes:
            return before
        listing = dict(self.repository.listing_of(before.tree))
        for each in changes:
            if each.before is not None:
                listing.pop(each.before, None)
            # An id that begins with a mode is not that of a file.
            if each.after and self._may_be_artifact(each.after) and " " not in each.after_id:
                listing[each.after] = each.after_id
        return before.after(self.repository.tree_of(listing), changes, witness)

    def renames(self, records: Sequence[CommitRecord]) -> Renames:
        """The files that the commits rename."""
        changes = self.changes_of(records)
        return Renames(zip((record.id for record in records), changes, strict=True))

    def changes_of(self, records: Sequence[CommitRecord]) -> list[tuple[PathChange, ...]]:
        """The paths that each commit changes, compared with its first parent."""
        return list(self.repository.changes_of([(it.id, it.parent) for it in records]))

    def diffs(
        self,
        records: Sequence[CommitRecord],
        changes: Sequence[tuple[PathChange, ...]],
        unproved: set[str],
    ) -> Iterator[tuple[CommitRecord, SnapshotDiff]]:
        """Each commit with its diff, parents first. Merges that cannot be made become `unproved`.

        A snapshot is kept until the last child of its commit has been read.
        """
        snapshots: dict[str | None, Snapshot] = {}
        children = Counter(record.parent for record in records)
        for record, paths in zip(records, changes, strict=True):
            parent = record.parent
            before = snapshots.get(parent) or self.snapshot(parent)
            children[parent] -= 1
            if children[parent]:
                snapshots[parent] = before
            else:
                snapshots.pop(parent, None)
            after = self.after(before, paths, Authorship(self.repository, record.id))
            if children[record.id]:
                snapshots[record.id] = after
            if len(record.parents) < 2:  # noqa: PLR2004 - no merge
                yield record, SnapshotDiff(before, after, paths)
                continue
            try:
                base, own = self.merged(record.parents, record.id)
            except MissingObjectError:
                unproved.add(record.id)
                base, own = "", ()
            yield record, SnapshotDiff(self.snapshot(base) if own else after, after, own)

    def merged(
        self, parents: Sequence[str], result: str | None
    ) -> tuple[str, tuple[PathChange, ...]]:
        """The tree of git's own merge, and the paths in which the result differs from it."""
        tree, settled = self.repository.merged(self._independent(parents), result)
        if result is None:
            paths = self.repository.staged(tree)
        else:
            paths = self.repository.changes(tree, result)
        return tree, tuple(each for each in paths if not settled.issuperset(each.paths))

    def _independent(self, parents: Sequence[str]) -> list[str]:
        """The first parent, and the others that are not ancestors of any parent."""
        first, *others = parents
        is_ancestor = self.repository.is_ancestor
        return [
            first,
            *(
                it
                for it in others
                if not any(it != one and is_ancestor(it, one) for one in parents)
            ),
        ]

    def _may_be_artifact(self, path: str) -> bool:
        """True for a document, for anything in a home, and for what marks one from outside."""
        named = f"/{path}".lower().endswith((".md", ".markdown", *self._outside))
        return named or not self.homes.isdisjoint(path.split("/")[:-1])

    def _range(self, records: Sequence[CommitRecord]) -> CommitRange:
        keys = self._policy.trailers
        return CommitRange(records, [read_message(it.message, it.trailers, keys) for it in records])

    # Reverts

    def _reverted(self, commits: CommitRange, unproved: set[str]) -> dict[str, str]:
        """The commit that each reverting commit undoes, or only claims to if it is `unproved`."""
        found = {}
        for record in commits.records:
            message = commits.messages[record.id]
            if message.reverts:
                paths = self.repository.changes(record.parent, record.id)
                try:
                    undone = self._undone_by(record.id, message, paths)
                except MissingObjectError:
                    unproved.add(record.id)
                    undone = self.repository.find(message.reverts[0]) or ""
                if undone:
                    found[record.id] = undone
        return found

    def _undone_by(
        self, commit: str | None, message: Message, paths: tuple[PathChange, ...]
    ) -> str:
        """The earlier commit whose code changes `commit` (None: the index) exactly reverts."""
        if len(message.reverts) != 1 or not (tip := commit or self.repository.head()):
            return ""
        named = self.repository.find(message.reverts[0])
        if named is None:
            return ""
        undone = self.repository.changes(self.repository.commit(named).parent, named)
        # Cheap checks come first, because a message may claim any number of reverts.
        if self._no_artifacts(undone) != self._no_artifacts(paths):
            return ""
        if not self.repository.is_ancestor(named, tip):
            return ""
        then, now = self.snapshot(named), self.snapshot(tip)
        code, unowned = code_of((*undone, *paths), (now,), self._policy)
        own = code_of(undone, (then,), self._policy)
        every = tuple(path for each in (*undone, *paths) for path in each.paths)
        wanted = dict.fromkeys((*code, *unowned, *own[0], *own[1]) or every)
        return named if self.repository.inverse(named, commit, tuple(wanted)) else ""

    def _reverts_itself(self, commit: str) -> bool:
        """True if the commit is a revert."""
        record = self.repository.commit(commit)
        return bool(read_message(record.message, record.trailers, self._policy.trailers).reverts)

    def _no_artifacts(self, paths: Iterable[PathChange]) -> set[str]:
        """The paths that are not artifacts in any tree."""
        return {path for each in paths for path in each.paths if not self._may_be_artifact(path)}

    def _with_outcome(
        self,
        commit: Commit,
        end: Snapshot,
        commits: CommitRange,
        undone: AbstractSet[str],
        renames: Renames,
    ) -> Commit:
        """The commit with the state of its tasks at the end of the range."""
        if commit.reverts and not commit.ticked and self._reverts_itself(commit.reverts):
            # It brings code back. Without its tick, it needs a task like any other code.
            claim = commit.maintenance
            commit = commit._replace(exempt=why_maintenance(claim, commit.named) if claim else "")
        if commit.id in undone:
            return commit
        commit = with_outcome(commit, OtherState(end, renames.after(commit.id)))
        if not commit.reverts:
            return commit
        record = self.repository.commit(commit.reverts)
        paths = self.repository.changes(record.parent, record.id)
        before = self.snapshot(record.parent)
        after = self.after(before, paths, Authorship(self.repository, record.id))
        change = SnapshotDiff(before, after, paths).change()
        last = OtherState(end, renames.after(record.id))
        left = left_ticked(change, last, commits, commit.id)
        return commit._replace(left_ticked=tuple(left))


def _unjudged(record: CommitRecord, why: str) -> Commit:
    return Commit(record.id, record.message, Change(), unjudged=why)


def _author(record: CommitRecord) -> Person:
    return record.author
