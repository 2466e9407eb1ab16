"""Reads the snapshots of commits and of the index, and the diffs between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aos_check.git import Repository
from aos_check.history.authorship import Authorship
from aos_check.history.spec_names import Renames
from aos_check.model.change import Change, CommitRecord, PathChange
from aos_check.model.errors import MissingObjectError
from aos_check.model.tree import MemoryTree
from aos_check.model.wording import listed
from aos_check.reading.artifact_index import Sources
from aos_check.reading.compare import compare
from aos_check.reading.read_cache import ReadCache
from aos_check.reading.snapshot import Snapshot


class SnapshotDiff(NamedTuple):
    """Two snapshots and the paths that differ between them.

    For a merge, `before` is git's own merge.
    """

    before: Snapshot
    after: Snapshot
    paths: tuple[PathChange, ...]

    @property
    def has_project(self) -> bool:
        """True if there is a spec before or after: a project begins with its first one."""
        return bool(self.before.found.folders or self.after.found.folders)

    def change(self, *, roadmap: bool = True) -> Change:
        """The change of specs and decisions; with `roadmap`, also the completed specs."""
        return compare(self.before, self.after, self.paths, roadmap=roadmap)


class Snapshots:
    """The snapshots of a repository. A document that does not change is read once.

    A commit is compared with its parent once.
    """

    def __init__(
        self, repository: Repository, sources: Sources, cache: ReadCache | None = None
    ) -> None:
        self.repository = repository
        self.cache = cache or ReadCache()
        self._sources = sources
        self.homes = frozenset(
            name.rpartition("/")[2] for layout in sources.known for name in layout.homes
        )
        self._changes: dict[tuple[str, str | None], tuple[PathChange, ...]] = {}
        # What marks a home from outside of it, such as a framework's settings.
        self._outside = tuple(
            path.lower().lstrip("!")
            for layout in sources.known
            for path in (*layout.marks, *layout.ledgers, *layout.settings)
            if path.startswith(("/", "!/"))
        )

    @property
    def gaps(self) -> tuple[str, ...]:
        """Notes on the comparisons that were not made, because contents are missing."""
        if not self.cache.missing:
            return self.repository.gaps
        missing = listed(sorted(self.cache.missing))
        note = f"missing from this partial clone, and not compared: {missing}"
        return (*self.repository.gaps, note)

    def at(self, rev: str | None) -> Snapshot:
        """The snapshot of a commit or tree; None means the empty tree before the first commit."""
        if rev is None:
            return Snapshot(MemoryTree({}), self._sources, links=False, cache=self.cache)
        listing = self.repository.commit_tree(rev).listing
        kept = {path: blob for path, blob in listing.items() if self.may_be_artifact(path)}
        return Snapshot(
            self.repository.tree_of(kept),
            self._sources,
            links=False,
            witness=Authorship(self.repository, rev),
            cache=self.cache,
        )

    def after(self, before: Snapshot, paths: Sequence[PathChange], witness: Authorship) -> Snapshot:
        """The snapshot of a commit or the index, which differs from `before` by `paths`."""
        changes = [each for each in paths if any(map(self.may_be_artifact, each.paths))]
        if not changes:
            return before
        listing = dict(self.repository.listing_of(before.tree))
        for each in changes:
            if each.before is not None:
                listing.pop(each.before, None)
            # An id that begins with a mode is not that of a file.
            if each.after and self.may_be_artifact(each.after) and " " not in each.after_id:
                listing[each.after] = each.after_id
        return before.after(self.repository.tree_of(listing), changes, witness)

    def renames(self, records: Sequence[CommitRecord]) -> Renames:
        """The files that the commits rename."""
        changes = self.changes_of(records)
        return Renames(zip((record.id for record in records), changes, strict=True))

    def changes_of(self, records: Sequence[CommitRecord]) -> list[tuple[PathChange, ...]]:
        """The paths that each commit changes, compared with its first parent."""
        pairs = [(it.id, it.parent) for it in records]
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self._changes]
        self._changes.update(zip(new, self.repository.changes_of(new), strict=True))
        return [self._changes[pair] for pair in pairs]

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
            before = snapshots.get(parent) or self.at(parent)
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
            yield record, SnapshotDiff(self.at(base) if own else after, after, own)

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

    def may_be_artifact(self, path: str) -> bool:
        """True for a document, for anything in a home, and for what marks one from outside."""
        named = f"/{path}".lower().endswith((".md", ".markdown", *self._outside))
        return named or not self.homes.isdisjoint(path.split("/")[:-1])
