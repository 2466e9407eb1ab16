"""What a repository's history proves about the approvals in it: see `approval.Witness`."""

from __future__ import annotations

from collections.abc import Callable

from aos_check.change import CommitRecord, Person
from aos_check.repo import Repository

MAX_DOCUMENT = 4 * 1024 * 1024
"""How much of an earlier version of a document is read, in bytes."""


class Authorship:
    """Who brought what into the files of a revision.

    `pending` gives who will commit what is not committed yet; None where nothing is pending.
    """

    def __init__(
        self, repository: Repository, rev: str | None, pending: Callable[[], Person] | None = None
    ) -> None:
        self._repository = repository
        self._rev = rev
        self._pending = pending

    def adder(self, path: str, text: str) -> CommitRecord | None:
        """The commit that brought `text` into the file; None while it is not committed."""
        return self._repository.adder(self._rev, path, text) if self._rev else None

    def pending(self) -> Person | None:
        """Who commits what is not committed yet."""
        return self._pending() if self._pending else None

    def writers(
        self, path: str, until: str, fingerprint: Callable[[str, bytes], str]
    ) -> frozenset[Person]:
        """Who changed what counts of the file, up to the commit `until`."""
        if self._rev is None:
            return frozenset(person for person in [self.pending()] if person)
        versions = self._repository.touching(self._rev if until == "HEAD" else until, path)
        prints = [self._print(record.id, there, fingerprint) for record, there in versions]
        return frozenset(
            record.author
            for (record, _), now, then in zip(versions, prints, [*prints[1:], ""], strict=True)
            if now != then
        )

    def _print(self, rev: str, path: str, fingerprint: Callable[[str, bytes], str]) -> str:
        content = self._repository.blob(rev, path, MAX_DOCUMENT)
        return "" if content is None else fingerprint(path, content)

    def signer(self, commit: str, allowed: bytes | None) -> str | None:
        """The mail address of whoever signed the commit, if the signature is valid."""
        return self._repository.signer(commit, allowed)
