"""Approvals: the records in `approval.json`, and the level that is proved for a spec."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from aos_check.change import CommitRecord, Person
from aos_check.codeowners import Owners, owns
from aos_check.coding_agents import had_a_hand_in, is_agent
from aos_check.digest import digest, sections
from aos_check.finding import Place
from aos_check.model import (
    Approval,
    ApprovalLevel,
    ApprovalRecord,
    Document,
    Mark,
    Role,
    Spec,
    StaleApproval,
)
from aos_check.structured import UnreadableDataError, read_json

FILE = "approval.json"
"""The name of the file in a spec's folder that holds its approvals."""

# What a digest leaves out at the head of a document: who, when and how far, not what.
METADATA = frozenset(
    {
        "status", "spec status", "document status", "current status", "overall status", "stage",
        "state", "date", "created", "created at", "created on", "updated", "updated at",
        "last updated", "last modified", "modified", "version", "revision", "author", "authors",
        "owner", "owners", "reviewer", "reviewers", "reviewed", "reviewed by", "approved",
        "approved by", "approved on", "approver", "approvers", "approval", "approval date",
        "approval status", "completed", "completed on", "started",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Policy:
    """What a project asks of an approval.

    `said` is false where only the default speaks. `approvers` are mail addresses; with `owners`
    set, those who own the document in CODEOWNERS count instead. `members` names the mail addresses
    behind `@user` and `@org/team`. `signers` is the content of an allowed-signers file.
    """

    level: ApprovalLevel = ApprovalLevel.STATUS
    said: bool = False
    approvers: tuple[str, ...] = ()
    owners: Owners | None = None
    members: Mapping[str, Sequence[str]] = field(default_factory=dict)
    signers: bytes | None = None

    def lists(self, person: Person, path: str) -> bool:
        """True when the person may approve the document at `path`."""
        if self.owners is not None:
            return owns(self.owners.of(path), person.mail, self.members)
        return person.mail.lower() in {mail.lower() for mail in self.approvers}


class Witness(Protocol):
    """What git knows about the files of a tree: who brought what into them."""

    def adder(self, path: str, text: str) -> CommitRecord | None:
        """The commit that brought `text` into the file; None while it is not committed."""
        ...

    def pending(self) -> Person | None:
        """Who commits what is not committed yet, where that may be assumed."""
        ...

    def writers(
        self, path: str, until: str, fingerprint: Callable[[str, bytes], str]
    ) -> frozenset[Person]:
        """Who changed what `fingerprint` makes of the file (path, content), up to a commit."""
        ...

    def signer(self, commit: str, allowed: bytes | None) -> str | None:
        """The mail address of whoever signed the commit, if the signature is valid."""
        ...


def metadata_lines(document: Document) -> frozenset[int]:
    """The lines of a document that a digest leaves out."""
    known = {at.line for key, _, at in document.metadata if key in METADATA}
    return frozenset(known | {status.at.line for status in document.statuses})


def digest_of(document: Document, text: str) -> str:
    """The digest of a document."""
    return digest(text, metadata_lines(document))


def sections_of(document: Document, text: str, spec: Spec) -> dict[str, str]:
    """The digest of each requirement with an id that stands in the document."""
    starts = [
        (each.id, each.at.line) for each in spec.requirements if each.at.path == document.path
    ]
    return sections(text, starts, metadata_lines(document))


def to_approve(spec: Spec) -> list[Document]:
    """The documents of a spec that hold its requirements."""
    return [document for document in spec.documents if document.role is Role.REQUIREMENTS]


# Records


class BadRecordsError(Exception):
    """An `approval.json` that is none; `complaints` say where and why."""

    def __init__(self, complaints: Iterable[tuple[int, str]]) -> None:
        self.complaints = tuple(complaints)
        super().__init__(self.complaints[0][1])


def read_records(text: str, path: str) -> tuple[ApprovalRecord, ...]:
    """The records of the file `path`. Raises BadRecordsError."""
    from aos_check.schemas import located_complaints

    try:
        data = read_json(text)
    except UnreadableDataError as error:
        raise BadRecordsError([(error.line, f"{path} cannot be read: {error}")]) from None
    if complaints := [
        (data.line(*it.path), it.text) for it in located_complaints("approval", data.value)
    ]:
        raise BadRecordsError(complaints)
    folder = posixpath.dirname(path)
    return tuple(
        ApprovalRecord(
            artifact=posixpath.normpath(f"{folder}/{entry['artifact']}"),
            by=entry["by"],
            digest=entry["digest"],
            at=Place(path, data.line("approvals", number, "artifact")),
            sections=tuple((each["id"], each["digest"]) for each in entry.get("sections", ())),
        )
        for number, entry in enumerate(data.value["approvals"])
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """An approval as it is to be recorded; `artifact` is relative to the spec's folder."""

    artifact: str
    by: Person
    at: str
    digest: str
    sections: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


def with_entry(text: str | None, entry: Entry) -> str:
    """The file's text with `entry` in it, in the place of the same person's for the same file."""
    record: dict[str, object] = {
        "artifact": entry.artifact,
        "by": str(entry.by),
        "at": entry.at,
        "digest": entry.digest,
    }
    if entry.sections:
        record["sections"] = [{"id": key, "digest": it} for key, it in entry.sections.items()]
    if entry.note:
        record["note"] = entry.note
    mail = f"<{entry.by.mail}>"
    kept = [
        each
        for each in _entries(text)
        if each["artifact"] != entry.artifact or not each["by"].endswith(mail)
    ]
    return _written([*kept, record])


def without_entries(text: str, artifact: str) -> str | None:
    """The file's text without the approvals of `artifact`; None when there were none."""
    entries = _entries(text)
    kept = [each for each in entries if each["artifact"] != artifact]
    return None if len(kept) == len(entries) else _written(kept)


def _entries(text: str | None) -> list[dict[str, str]]:
    return list(json.loads(text)["approvals"]) if text else []


def _written(entries: list[dict[str, str]] | list[dict[str, object]] | list[object]) -> str:
    return json.dumps({"schema": 1, "approvals": entries}, indent=2, ensure_ascii=False) + "\n"


# Levels


@dataclass(frozen=True, slots=True)
class Proof:
    """What proving an approval needs besides the spec: its texts, git's word and the policy.

    `reread` gives the digest of a document's path with another content, as it once was.
    """

    text: Callable[[str], str]
    reread: Callable[[str, bytes], str]
    policy: Policy
    witness: Witness | None = None


def prove(spec: Spec, proof: Proof) -> Approval:
    """The approval of a spec with the level that is proved."""
    approval = spec.approval
    documents = to_approve(spec)
    current = (
        {doc.path: digest_of(doc, proof.text(doc.path)) for doc in documents}
        if approval.records
        else {}
    )
    fresh = [each for each in approval.records if current.get(each.artifact) == each.digest]
    approval = approval._replace(stale=tuple(_stale(spec, documents, fresh, proof)))
    pinned = bool(documents) and {each.artifact for each in fresh} >= current.keys()
    if not fresh or not pinned or approval.vetoes:
        return approval
    return _beyond_pinned(approval._replace(level=ApprovalLevel.PINNED), fresh, proof)


def _stale(
    spec: Spec, documents: Sequence[Document], fresh: Sequence[ApprovalRecord], proof: Proof
) -> Iterator[StaleApproval]:
    """The records that hold no longer, where none holds for the same document."""
    held = {record.artifact for record in fresh}
    for document in documents:
        old = [each for each in spec.approval.records if each.artifact == document.path]
        if old and document.path not in held:
            now = sections_of(document, proof.text(document.path), spec)
            places = {each.id: each.at for each in spec.requirements}
            then = dict(old[-1].sections)
            changed = (
                [key for key in {**then, **now} if then.get(key) != now.get(key)] if then else []
            )
            named = tuple((key, places.get(key, document.at)) for key in changed)
            yield StaleApproval(old[-1], document.at, named)


def _beyond_pinned(approval: Approval, fresh: Sequence[ApprovalRecord], proof: Proof) -> Approval:
    """The approval with the highest level that any record has for every document."""
    approval = approval._replace(by=tuple(dict.fromkeys(record.by for record in fresh)))
    if (
        proof.witness is None
        or (approval.asked or ApprovalLevel.NONE).rank <= ApprovalLevel.PINNED.rank
    ):
        return approval
    verdicts = [_verdict(record, proof, proof.witness) for record in fresh]
    lowest = min(
        (
            max((it for it in verdicts if it.record.artifact == path), key=lambda it: it.level.rank)
            for path in {record.artifact for record in fresh}
        ),
        key=lambda it: it.level.rank,
    )
    own = tuple(Mark(it.own, it.record.at) for it in verdicts if it.own)
    separate = lowest.level.rank >= ApprovalLevel.SEPARATE.rank
    return approval._replace(
        level=lowest.level,
        own=() if separate else own,
        unproved=lowest.unproved,
    )


@dataclass(frozen=True, slots=True)
class _Verdict:
    record: ApprovalRecord
    level: ApprovalLevel
    own: str = ""
    unproved: str = ""


def _verdict(record: ApprovalRecord, proof: Proof, witness: Witness) -> _Verdict:
    """How well one record is proved. What is not committed yet is its committer's to be."""
    commit = witness.adder(record.at.path, record.digest)
    author = commit.author if commit else witness.pending()
    if author is None:
        return _Verdict(record, ApprovalLevel.PINNED, unproved="the approval is not committed yet")
    if (commit and had_a_hand_in(commit)) or is_agent(author):
        return _Verdict(
            record, ApprovalLevel.PINNED, own=f"{author} is a coding agent, or had one's help"
        )
    until = commit.id if commit else "HEAD"
    writers = witness.writers(record.artifact, until, proof.reread)
    if author.mail.lower() in {person.mail.lower() for person in writers}:
        return _Verdict(record, ApprovalLevel.PINNED, own=f"{author} approved it and wrote it too")
    if not proof.policy.lists(author, record.artifact):
        return _Verdict(record, ApprovalLevel.SEPARATE)
    if commit is None:
        return _Verdict(record, ApprovalLevel.LISTED, unproved="the approval is not committed yet")
    signer = witness.signer(commit.id, proof.policy.signers)
    theirs = signer is not None and signer.lower() == author.mail.lower()
    return _Verdict(record, ApprovalLevel.SIGNED if theirs else ApprovalLevel.LISTED)
