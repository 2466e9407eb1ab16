"""Finds the evidence for approvals in a repository's history: see `levels.Witness`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple

from aos_check.git import Repository
from aos_check.model.change import CommitRecord, Person
from aos_check.model.errors import CannotCheckError
from aos_check.model.tree import Tree, content
from aos_check.reading.approval.records import contains

_MAX_DOCUMENT = 4 * 1024 * 1024  # bytes of an earlier version of a document

Fingerprint = Callable[[str, bytes], str]
"""Digests the relevant content of a file, given its path and content."""


class Authorship:
    """Finds the authors of the files of a revision.

    `pending` returns the author of the next commit, whose content is in the index or in `tree`. It
    is None if the revision itself is checked.
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
        """The commit that added the record to the file; None if it is not committed."""
        histories = (it for it in self._histories(path) if it.has(text))
        return next((it.adder(text) for it in histories), None)

    def pending(self) -> Person | None:
        """The author of the next commit; None if the revision itself is checked."""
        return self._pending() if self._pending else None

    def writers(self, path: str, until: str, fingerprint: Fingerprint) -> frozenset[Person]:
        """The authors of the file's digest; only up to `until` if it had the same digest there."""
        histories = list(self._histories(path))
        names = dict.fromkeys([path, *(name for it in histories for name in it.names)])
        now = self._now(path, fingerprint)
        for name in names if until else ():
            then = _FileHistory(self._repository, until, name)
            if now and then.digest_at(until, fingerprint) == now:
                return frozenset(then.authors(fingerprint))
        found = {person for it in histories for person in it.authors(fingerprint)}
        author = self.pending()
        if author and all(it.digest_at(it.tip, fingerprint) != now for it in histories):
            found.add(author)
        return frozenset(found)

    def signer(self, commit: str, allowed: bytes | None) -> str | None:
        """The signer's mail address if the commit has a valid signature."""
        return self._repository.signer(commit, allowed)

    def _histories(self, path: str) -> Iterator[_FileHistory]:
        """The file's history; during a merge, also the history on the merged branches."""
        if self._rev is not None:
            yield _FileHistory(self._repository, self._rev, self._renamed.get(path, path))
        for tip in self._repository.merge_heads() if self._pending else ():
            yield _FileHistory(self._repository, tip, path)

    @cached_property
    def _renamed(self) -> dict[str, str]:
        """The committed path of each file that the index renames."""
        staged = self._repository.staged(self._rev) if self._pending else ()
        return {it.after: it.before for it in staged if it.after and it.before}

    def _now(self, path: str, fingerprint: Fingerprint) -> str:
        """The digest of the file in the checked tree."""
        if self._rev is None or self._pending:
            tree = self._tree or self._repository.index_tree()
            found = content(tree, path, _MAX_DOCUMENT)
        else:
            found = self._repository.blob(self._rev, path, _MAX_DOCUMENT)
        return "" if found is None else fingerprint(path, found)


def people_of(commit: CommitRecord) -> tuple[Person, ...]:
    """The author and the committer. The author is any name that the committer chose to give."""
    return commit.author, commit.committer


class _Version(NamedTuple):
    """A file before and after a commit: its path and content, None if it does not exist."""

    commit: CommitRecord
    before: tuple[str, bytes] | None
    after: tuple[str, bytes] | None


class _FileHistory:
    """The history of one file up to the commit `tip`, in which it has this path."""

    def __init__(self, repository: Repository, tip: str, path: str) -> None:
        self.tip = tip
        self._path = path
        self._repository = repository

    @cached_property
    def _touches(self) -> list[tuple[CommitRecord, str]]:
        return self._repository.touching(self.tip, self._path)

    @cached_property
    def names(self) -> list[str]:
        """All paths of the file, the latest first."""
        return list(dict.fromkeys([self._path, *(name for _, name in self._touches)]))

    @cached_property
    def _versions(self) -> list[_Version]:
        """The file before and after each commit, newest first, without merges."""
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
        if not path or not blob:
            return None
        found = content(self._repository.tree_of({path: blob}), path, _MAX_DOCUMENT)
        return None if found is None else (path, found)

    @cached_property
    def _merges(self) -> list[CommitRecord]:
        """The merges up to the tip, oldest first."""
        return [it for it in self._repository.commits([self.tip]) if len(it.parents) > 1]

    # Records

    def has(self, record: str) -> bool:
        """True if the file at the tip has the record."""
        found = self._repository.blob(self.tip, self._path, _MAX_DOCUMENT)
        return found is not None and contains(found, record)

    def adder(self, record: str) -> CommitRecord:
        """The latest commit that added the record, without a later commit that removed it."""
        states = [
            (commit, before and contains(before[1], record), after and contains(after[1], record))
            for commit, before, after in self._versions
        ]
        removed = [commit.id for commit, before, after in states if before and not after]
        for commit, before, after in states:
            later = (self._repository.is_ancestor(commit.id, other) for other in removed)
            if after and not before and not any(later):
                return commit
        # Otherwise a merge added the record, or restored it.
        for merge in self._merges:
            earlier = (self._repository.is_ancestor(other, merge.id) for other in removed)
            if self._had(merge.id, record) and all(earlier):
                return merge
        raise CannotCheckError(
            f"the history does not show who recorded an approval in {self._path}",
            "revoke it with `aos-check approve --revoke`, and approve again",
        )

    def _had(self, rev: str, record: str) -> bool:
        blobs = (self._repository.blob(rev, name, _MAX_DOCUMENT) for name in self.names)
        return any(blob is not None and contains(blob, record) for blob in blobs)

    # Digests

    def digest_at(self, rev: str, fingerprint: Fingerprint) -> str:
        """The digest of the file at a commit; "" if it did not exist."""
        for name in self.names:
            found = self._repository.blob(rev, name, _MAX_DOCUMENT)
            if found is not None:
                return fingerprint(name, found)
        return ""

    def authors(self, fingerprint: Fingerprint) -> Iterator[Person]:
        """The authors and committers of the commits that changed the digest."""
        produced, required = {""}, {self.digest_at(self.tip, fingerprint)}
        for commit, *sides in self._versions:
            before, after = (fingerprint(*side) if side else "" for side in sides)
            produced.add(after)
            required.add(before)
            if after not in ("", before):
                yield from people_of(commit)
        if required - produced:
            yield from self._merge_authors(produced, required, fingerprint)

    def _merge_authors(
        self, produced: set[str], required: set[str], fingerprint: Fingerprint
    ) -> Iterator[Person]:
        """The authors of merges that produced a required digest.

        No other commit has it, and git's own merge of the parents does not either.
        """
        for merge in reversed(self._merges):
            own = self.digest_at(merge.id, fingerprint)
            if own in produced or own not in required:
                continue
            parents = {self.digest_at(parent, fingerprint) for parent in merge.parents}
            required |= parents
            if own not in {*parents, *self._merged(merge, fingerprint)}:
                yield from people_of(merge)

    def _merged(self, merge: CommitRecord, fingerprint: Fingerprint) -> Iterator[str]:
        """The digest of the file in git's own merge."""
        merged = self._repository.automerge(*merge.parents) if len(merge.parents) == 2 else None  # noqa: PLR2004
        if merged is not None:
            tree = self._repository.commit_tree(merged.tree)
            found = ((name, content(tree, name, _MAX_DOCUMENT)) for name in self.names)
            yield from (fingerprint(name, it) for name, it in found if it is not None)
