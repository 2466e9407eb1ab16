"""What a repository's history proves about the approvals in it: see `approval.Witness`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cached_property
from typing import NamedTuple

from aos_check.git import Repository
from aos_check.model.change import CommitRecord, Person
from aos_check.model.errors import CannotCheckError
from aos_check.model.tree import Tree
from aos_check.reading.approval.levels import holds

MAX_DOCUMENT = 4 * 1024 * 1024
"""How much of an earlier version of a document is read, in bytes."""

Fingerprint = Callable[[str, bytes], str]
"""What counts of a file with this path and content."""


class Authorship:
    """Who brought what into the files of a revision.

    `pending` gives who will commit what is in the index, or in `tree`; None where the revision
    itself is judged.
    """

    def __init__(
        self,
        repository: Repository,
        rev: str | None,
        pending: Callable[[], Person] | None = None,
        tree: Tree | None = None,
    ) -> None:
        self._repository = repository
        self._rev = rev
        self._pending = pending
        self._tree = tree

    def adder(self, path: str, text: str) -> CommitRecord | None:
        """The commit by which a record stands in the file; None while it is not committed."""
        for past in self._pasts(path):
            if past.has(text):
                return past.brought(text)
        return None

    def pending(self) -> Person | None:
        """Who commits what is not committed yet."""
        return self._pending() if self._pending else None

    def writers(self, path: str, until: str, fingerprint: Fingerprint) -> frozenset[Person]:
        """Who wrote what counts of the file, up to the commit `until` if it was there by then."""
        pasts = list(self._pasts(path))
        names = dict.fromkeys([path, *(name for past in pasts for name in past.names)])
        now = self._now(path, fingerprint)
        for name in names if until else ():
            then = _Past(self._repository, until, name)
            if now and then.print_at(until, fingerprint) == now:
                return frozenset(then.wrote(fingerprint))
        found = {person for past in pasts for person in past.wrote(fingerprint)}
        committer = self.pending()
        if committer and all(past.print_at(past.tip, fingerprint) != now for past in pasts):
            found.add(committer)
        return frozenset(found)

    def signer(self, commit: str, allowed: bytes | None) -> str | None:
        """The mail address of whoever signed the commit, if the signature is valid."""
        return self._repository.signer(commit, allowed)

    def _pasts(self, path: str) -> Iterator[_Past]:
        """The file's past: in a merge to come, also that of what is merged."""
        if self._rev is not None:
            yield _Past(self._repository, self._rev, self._renamed.get(path, path))
        for tip in self._repository.merge_heads() if self._pending else ():
            yield _Past(self._repository, tip, path)

    @cached_property
    def _renamed(self) -> dict[str, str]:
        """Where what the index moves is as yet."""
        staged = self._repository.staged(self._rev) if self._pending else ()
        return {it.after: it.before for it in staged if it.after and it.before}

    def _now(self, path: str, fingerprint: Fingerprint) -> str:
        """What counts of the file as it is judged."""
        if self._rev is None or self._pending:
            content = _read(self._tree or self._repository.index_tree(), path)
        else:
            content = self._repository.blob(self._rev, path, MAX_DOCUMENT)
        return "" if content is None else fingerprint(path, content)


class _Version(NamedTuple):
    """A file before and after a commit: path and content, None where it is not there."""

    commit: CommitRecord
    before: tuple[str, bytes] | None
    after: tuple[str, bytes] | None


class _Past:
    """What became of one file up to the commit `tip`, where it has the path `path`."""

    def __init__(self, repository: Repository, tip: str, path: str) -> None:
        self.tip = tip
        self._path = path
        self._repository = repository

    @cached_property
    def _touches(self) -> list[tuple[CommitRecord, str]]:
        return self._repository.touching(self.tip, self._path)

    @cached_property
    def names(self) -> list[str]:
        """Every path that the file has had, the last one first."""
        return list(dict.fromkeys([self._path, *(name for _, name in self._touches)]))

    @cached_property
    def _versions(self) -> list[_Version]:
        """What each commit made of the file, newest first; merges aside."""
        pairs = [(commit.id, next(iter(commit.parents), None)) for commit, _ in self._touches]
        found = zip(self._touches, self._repository.changes_of(pairs), strict=True)
        return [
            _Version(
                commit,
                before=self._side(change.before, change.before_id),
                after=self._side(change.after, change.after_id) if change.after == name else None,
            )
            for (commit, name), changes in found
            for change in changes
            if name == change.after or (name == change.before and change.after not in self.names)
        ]

    def _side(self, path: str | None, blob: str) -> tuple[str, bytes] | None:
        content = _read(self._repository.tree_of({path: blob}), path) if path and blob else None
        return (path, content) if path and content is not None else None

    @cached_property
    def _merges(self) -> list[CommitRecord]:
        """The merges up to the tip, oldest first."""
        return [it for it in self._repository.commits([self.tip]) if len(it.parents) > 1]

    # A record

    def has(self, record: str) -> bool:
        """True when the file has the record."""
        content = self._repository.blob(self.tip, self._path, MAX_DOCUMENT)
        return content is not None and holds(content, record)

    def brought(self, record: str) -> CommitRecord:
        """The latest commit that brought the record, and after which nobody took it back."""
        states = [
            (commit, before and holds(before[1], record), after and holds(after[1], record))
            for commit, before, after in self._versions
        ]
        taken = [commit.id for commit, before, after in states if before and not after]
        for commit, before, after in states:
            back = (self._repository.is_ancestor(commit.id, other) for other in taken)
            if after and not before and not any(back):
                return commit
        # What no other commit brought, or what was taken back, stands there by a merge.
        for merge in self._merges:
            since = (self._repository.is_ancestor(other, merge.id) for other in taken)
            if self._had(merge.id, record) and all(since):
                return merge
        raise CannotCheckError(
            f"the history does not tell who recorded an approval in {self._path}",
            "take it back with `aos-check approve --revoke`, and approve anew",
        )

    def _had(self, rev: str, record: str) -> bool:
        blobs = (self._repository.blob(rev, name, MAX_DOCUMENT) for name in self.names)
        return any(content is not None and holds(content, record) for content in blobs)

    # A text

    def print_at(self, rev: str, fingerprint: Fingerprint) -> str:
        """What counted of the file at a commit; nothing where it was not there."""
        for name in self.names:
            content = self._repository.blob(rev, name, MAX_DOCUMENT)
            if content is not None:
                return fingerprint(name, content)
        return ""

    def wrote(self, fingerprint: Fingerprint) -> Iterator[Person]:
        """Who changed what counts of the file."""
        made, needed = {""}, {self.print_at(self.tip, fingerprint)}
        for commit, *sides in self._versions:
            before, after = (fingerprint(*side) if side else "" for side in sides)
            made.add(after)
            needed.add(before)
            if after not in ("", before):
                yield commit.author
        if needed - made:
            yield from self._wrote_merging(made, needed, fingerprint)

    def _wrote_merging(
        self, made: set[str], needed: set[str], fingerprint: Fingerprint
    ) -> Iterator[Person]:
        """Who made in a merge what no other commit made, and git would not have made either."""
        for merge in reversed(self._merges):
            state = self.print_at(merge.id, fingerprint)
            if state in made or state not in needed:
                continue
            parents = {self.print_at(parent, fingerprint) for parent in merge.parents}
            needed |= parents
            if state not in {*parents, *self._merged(merge, fingerprint)}:
                yield merge.author

    def _merged(self, merge: CommitRecord, fingerprint: Fingerprint) -> Iterator[str]:
        """What git alone would have made of the file."""
        merged = self._repository.automerge(*merge.parents) if len(merge.parents) == _TWO else None
        if merged is not None:
            tree = self._repository.commit_tree(merged.tree)
            found = ((name, _read(tree, name)) for name in self.names)
            yield from (fingerprint(name, it) for name, it in found if it is not None)


_TWO = 2


def _read(tree: Tree, path: str) -> bytes | None:
    """The file's content; None for a link, and where there is no file."""
    with suppress(OSError):
        return tree.read(path, MAX_DOCUMENT)
    return None
