"""Approvals: the records in `approval.json`, and the level that is proved for a spec."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from aos_check.model.approval import Approval, ApprovalLevel, ApprovalRecord, StaleApproval
from aos_check.model.change import CommitRecord, Person
from aos_check.model.document import Document, Mark, Role
from aos_check.model.finding import Place
from aos_check.model.spec import Spec
from aos_check.reading.structured import UnreadableDataError, read_json

if TYPE_CHECKING:
    from aos_check.reading.approval.codeowners import Owners

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
class ApprovalPolicy:
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
            from aos_check.reading.approval.codeowners import owns

            return owns(self.owners.of(path), person.mail, self.members)
        return person.mail.lower() in {mail.lower() for mail in self.approvers}


class Witness(Protocol):
    """What git knows about the files of a tree: who brought what into them."""

    def adder(self, path: str, text: str) -> CommitRecord | None:
        """The commit by which a record stands in the file; None while it is not committed.

        `text` is what `identity` says of the record, and `holds` finds.
        """
        ...

    def pending(self) -> Person | None:
        """Who commits what is not committed yet, where that may be assumed."""
        ...

    def writers(
        self, path: str, until: str, fingerprint: Callable[[str, bytes], str]
    ) -> frozenset[Person]:
        """Who wrote what `fingerprint` (path, content) makes of the file, up to a commit.

        Where the file was not yet there as it is now, or no commit is given, it is all of them.
        """
        ...

    def signer(self, commit: str, allowed: bytes | None) -> str | None:
        """The mail address of whoever signed the commit, if the signature is valid."""
        ...


def metadata_lines(document: Document) -> frozenset[int]:
    """The lines of a document that a digest leaves out; none of them is below its head."""
    known = {at.line for key, _, at in document.metadata if key in METADATA}
    # The key for a status has other names in other languages.
    head = {at.line for _, _, at in document.metadata}
    return frozenset(known | head.intersection(status.at.line for status in document.statuses))


def digest_of(document: Document, text: str) -> str:
    """The digest of a document."""
    from aos_check.reading.approval.digest import digest

    return digest(text, metadata_lines(document))


def sections_of(document: Document, text: str, spec: Spec) -> dict[str, str]:
    """The digest of each requirement with an id that stands in the document."""
    starts = [
        (each.id, each.at.line) for each in spec.requirements if each.at.path == document.path
    ]
    from aos_check.reading.approval.digest import sections

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
    from aos_check.reading.schemas import located_complaints

    try:
        data = read_json(text)
    except UnreadableDataError as error:
        raise BadRecordsError([(error.line, f"{path} cannot be read: {error}")]) from None
    found = located_complaints("approval", data.value)
    if complaints := [(data.line(*it.path), it.text) for it in found]:
        raise BadRecordsError(complaints)
    if data.repeated:
        raise BadRecordsError((line, f"{key} is there twice") for key, line in data.repeated)
    folder = posixpath.dirname(path)
    return tuple(
        ApprovalRecord(
            artifact=posixpath.normpath(posixpath.join(folder, entry["artifact"])),
            by=entry["by"],
            digest=entry["digest"],
            at=Place(path, data.line("approvals", number, "artifact")),
            sections=tuple((each["id"], each["digest"]) for each in entry.get("sections", ())),
            when=entry["at"],
        )
        for number, entry in enumerate(data.value["approvals"])
    )


def identity(record: ApprovalRecord) -> str:
    """What tells a record from every other, wherever its file is moved."""
    return json.dumps([record.by, record.when, record.digest])


def holds(content: bytes, wanted: str) -> bool:
    """True when the content of a file has the record with that identity in it."""
    try:
        entries = read_json(content.decode("utf-8-sig")).value["approvals"]
        found = {json.dumps([it["by"], it["at"], it["digest"]]) for it in entries}
    except (UnreadableDataError, ValueError, TypeError, LookupError):
        return False  # an earlier version may be anything
    return wanted in found


# Levels


@dataclass(frozen=True, slots=True)
class Proof:
    """What proving an approval needs besides the spec: its texts, git's word and the policy.

    `reread` gives the digest of a document's path with another content, as it once was.
    """

    text: Callable[[str], str]
    reread: Callable[[str, bytes], str]
    policy: ApprovalPolicy
    witness: Witness | None = None


def prove(spec: Spec, proof: Proof) -> Approval:
    """The approval of a spec with the level that is proved."""
    approval = spec.approval
    if not approval.records:
        return approval
    documents = to_approve(spec)
    current = {each.path: digest_of(each, proof.text(each.path)) for each in documents}
    fresh = [each for each in approval.records if current.get(each.artifact) == each.digest]
    approval = approval._replace(stale=tuple(_stale(spec, documents, fresh, proof)))
    pinned = {each.artifact for each in fresh} >= current.keys()
    if not fresh or not pinned or approval.vetoes:
        return approval
    by = tuple(dict.fromkeys(record.by for record in fresh))
    approval = approval._replace(level=ApprovalLevel.PINNED, by=by)
    if (approval.asked or ApprovalLevel.NONE).rank <= ApprovalLevel.PINNED.rank:
        return approval
    if proof.witness is None:
        return approval._replace(unproved=_ALONE)
    return _beyond_pinned(approval, fresh, proof, proof.witness)


_ALONE = "files alone do not tell who approved; --staged, --commit and --range ask git"


def _stale(
    spec: Spec, documents: Sequence[Document], fresh: Sequence[ApprovalRecord], proof: Proof
) -> Iterator[StaleApproval]:
    """The latest record of each document for which none holds any longer."""
    held = {record.artifact for record in fresh}
    for document in documents:
        old = [each for each in spec.approval.records if each.artifact == document.path]
        if old and document.path not in held:
            yield _stale_record(old[-1], document, spec, proof)


def _stale_record(
    record: ApprovalRecord, document: Document, spec: Spec, proof: Proof
) -> StaleApproval:
    from aos_check.reading.approval.digest import VERSION

    if not record.digest.startswith(f"{VERSION}:"):
        return StaleApproval(record, document.at, outdated=True)
    now = sections_of(document, proof.text(document.path), spec)
    places = {each.id: each.at for each in spec.requirements}
    changed = _changed(dict(record.sections), now)
    return StaleApproval(
        record, document.at, tuple((key, places.get(key, document.at)) for key in changed)
    )


def _changed(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The requirements that differ, new and gone ones too; none where none were recorded."""
    return [key for key in {**then, **now} if then.get(key) != now.get(key)] if then else []


class _RecordProof(NamedTuple):
    """How well one record is proved: `own` says why it is no one else's, `by` who proved it."""

    record: ApprovalRecord
    level: ApprovalLevel
    by: str
    own: str = ""
    unproved: str = ""


def _beyond_pinned(
    approval: Approval, fresh: Sequence[ApprovalRecord], proof: Proof, witness: Witness
) -> Approval:
    """The approval with the level that the worst proved document has by its best record."""
    best: dict[str, _RecordProof] = {}
    own = []
    for record in fresh:
        verdict = _verdict(record, proof, witness)
        own += [Mark(verdict.own, record.at)] if verdict.own else []
        known = best.setdefault(record.artifact, verdict)
        if verdict.level.rank > known.level.rank:
            best[record.artifact] = verdict
    lowest = min(best.values(), key=lambda it: it.level.rank)
    separate = lowest.level.rank >= ApprovalLevel.SEPARATE.rank
    return approval._replace(
        level=lowest.level,
        by=tuple(dict.fromkeys(it.by for it in best.values())) if separate else approval.by,
        own=() if separate else tuple(own),
        unproved=lowest.unproved,
    )


def _verdict(record: ApprovalRecord, proof: Proof, witness: Witness) -> _RecordProof:
    """How well one record is proved. What is not committed yet is its committer's to be."""
    from aos_check.agents.signatures import had_a_hand_in, is_agent

    pinned = _RecordProof(record, ApprovalLevel.PINNED, record.by)
    commit = witness.adder(record.at.path, identity(record))
    author = commit.author if commit else witness.pending()
    if author is None:
        return pinned._replace(own=_NOT_COMMITTED)
    if (commit and had_a_hand_in(commit)) or is_agent(author):
        return pinned._replace(own=f"{author} is a coding agent, or had one's help")
    writers = witness.writers(record.artifact, commit.id if commit else "", proof.reread)
    if author.mail.lower() in {person.mail.lower() for person in writers}:
        return pinned._replace(own=f"{author} approved it and wrote it too")
    separate = _RecordProof(record, ApprovalLevel.SEPARATE, str(author))
    if not proof.policy.lists(author, record.artifact):
        return separate
    if commit is None:
        return separate._replace(level=ApprovalLevel.LISTED, unproved=_NOT_COMMITTED)
    signer = witness.signer(commit.id, proof.policy.signers)
    signed = signer is not None and signer.lower() == author.mail.lower()
    return separate._replace(level=ApprovalLevel.SIGNED if signed else ApprovalLevel.LISTED)


_NOT_COMMITTED = "the approval is not committed yet"
