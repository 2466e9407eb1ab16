"""What a repository's history proves about the approvals in it: see `approval.Witness`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple

from aos_check.approval import holds
from aos_check.change import CommitRecord, PathChange, Person
from aos_check.errors import CannotCheckError
from aos_check.repo import Repository

MAX_DOCUMENT = 4 * 1024 * 1024
"""How much of an earlier version of a document is read, in bytes."""

Test = Callable[[str, bytes], bool]
"""Whether a file with this path and content is what is looked for."""

Fingerprint = Callable[[str, bytes], str]
"""What counts of a file with this path and content."""


class Version(NamedTuple):
    """A file before and after a commit: path and content, None where it is not there."""

    commit: CommitRecord
    before: tuple[str, bytes] | None
    after: tuple[str, bytes] | None


class Authorship:
    """Who brought what into the files of a revision.

    `pending` gives who will commit what is in the index; None where the revision itself is judged.
    """

    def __init__(
        self, repository: Repository, rev: str | None, pending: Callable[[], Person] | None = None
    ) -> None:
        self._repository = repository
        self._rev = rev
        self._pending = pending

    def adder(self, path: str, text: str) -> CommitRecord | None:
        """The commit by which a record stands in the file; None while it is not committed."""
        wanted: Test = lambda _, content: holds(content, text)  # noqa: E731
        path = self._committed(path)
        for tip in self._tips:
            if self._fits(tip, path, wanted):
                return self._brought(tip, path, wanted)
        return None

    def pending(self) -> Person | None:
        """Who commits what is not committed yet."""
        return self._pending() if self._pending else None

    def writers(self, path: str, until: str, fingerprint: Fingerprint) -> frozenset[Person]:
        """Who wrote what counts of the file, up to the commit `until` if it was there by then."""
        now = self._now(path, fingerprint)
        path = self._committed(path)
        wanted: Test = lambda name, content: fingerprint(name, content) == now  # noqa: E731
        names = self._names(path)
        for name in names if until else ():
            if self._fits(until, name, wanted):
                return self._wrote(until, name, fingerprint)
        found = {person for tip in self._tips for person in self._wrote(tip, path, fingerprint)}
        committer = self.pending()
        known = any(self._fits(tip, name, wanted) for tip in self._tips for name in names)
        return frozenset(found if known or committer is None else {*found, committer})

    def signer(self, commit: str, allowed: bytes | None) -> str | None:
        """The mail address of whoever signed the commit, if the signature is valid."""
        return self._repository.signer(commit, allowed)

    # What there is

    @cached_property
    def _tips(self) -> tuple[str, ...]:
        """The commits that hold all that is committed: in a merge, those merged as well."""
        merged = self._repository.merge_heads() if self._pending else ()
        return (*([self._rev] if self._rev else []), *merged)

    @cached_property
    def _moved(self) -> dict[str, str]:
        """Where what is renamed in the index was before."""
        staged = self._repository.staged(self._rev) if self._pending and self._rev else ()
        return {it.after: it.before for it in staged if it.after and it.before}

    def _committed(self, path: str) -> str:
        """The path of a file as far as it is committed."""
        return self._moved.get(path, path)

    def _now(self, path: str, fingerprint: Fingerprint) -> str:
        if self._pending is None and self._rev:
            content = self._repository.blob(self._rev, path, MAX_DOCUMENT)
        else:
            try:
                content = self._repository.index_tree().read(path, MAX_DOCUMENT)
            except OSError:
                content = None
        return "" if content is None else fingerprint(path, content)

    def _fits(self, rev: str, path: str, test: Test) -> bool:
        content = self._repository.blob(rev, path, MAX_DOCUMENT)
        return content is not None and test(path, content)

    # What was

    def _names(self, path: str) -> list[str]:
        """Every path that the file has had, today's first."""
        touches = (touch for tip in self._tips for touch in self._repository.touching(tip, path))
        return list(dict.fromkeys([path, *(name for _, name in touches)]))

    def _versions(self, tip: str, path: str) -> Iterator[Version]:
        """What each commit that is no merge made of the file, newest first."""
        touches = self._repository.touching(tip, path)
        pairs = [(commit.id, next(iter(commit.parents), None)) for commit, _ in touches]
        changes = self._repository.changes_of(pairs)
        for (commit, name), changed in zip(touches, changes, strict=True):
            for change in (it for it in changed if name in (it.after or it.before,)):
                yield Version(commit, *self._contents(change))

    def _contents(self, change: PathChange) -> Iterator[tuple[str, bytes] | None]:
        sides = ((change.before, change.before_id), (change.after, change.after_id))
        for path, blob in sides:
            try:
                tree = self._repository.tree_of({path: blob} if path and blob else {})
                yield (path, tree.read(path, MAX_DOCUMENT)) if path else None
            except OSError:  # a link
                yield None

    def _brought(self, tip: str, path: str, wanted: Test) -> CommitRecord:
        """The latest commit that brought what is wanted, and after which nobody took it away."""
        versions = list(self._versions(tip, path))
        taken = [it.commit.id for it in versions if _is(it.before, wanted, it.after)]
        for version in versions:
            if _is(version.after, wanted, version.before) and not any(
                self._repository.is_ancestor(version.commit.id, other) for other in taken
            ):
                return version.commit
        names = dict.fromkeys([path, *(name for _, name in self._repository.touching(tip, path))])
        for merge in self._merges(tip):
            if any(self._fits(merge.id, name, wanted) for name in names) and all(
                self._repository.is_ancestor(other, merge.id) for other in taken
            ):
                return merge
        raise CannotCheckError(
            f"the history does not tell who recorded the approval in {path}",
            "revoke it, commit, and approve again",
        )

    def _merges(self, tip: str) -> Iterator[CommitRecord]:
        """The merges up to a commit, oldest first."""
        return (it for it in self._repository.commits([tip]) if len(it.parents) > 1)

    def _wrote(self, tip: str, path: str, fingerprint: Fingerprint) -> frozenset[Person]:
        """Who changed what counts of the file, and who changed it while merging."""
        found = set()
        made, needed = {""}, set()
        for version in self._versions(tip, path):
            before, after = (fingerprint(*it) if it else "" for it in version[1:])
            made.add(after)
            needed.add(before)
            if after not in ("", before):
                found.add(version.commit.author)
        ...
        return frozenset(found)


def _is(one: tuple[str, bytes] | None, wanted: Test, other: tuple[str, bytes] | None) -> bool:
    """True for what is wanted on the one side only."""
    return one is not None and wanted(*one) and not (other is not None and wanted(*other))
