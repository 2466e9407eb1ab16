"""The level of approval that a spec's records and git prove."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from aos_check.model.approval import Approval, ApprovalLevel, ApprovalRecord, StaleApproval
from aos_check.model.change import CommitRecord, Person
from aos_check.model.document import Document, Mark, Role
from aos_check.model.errors import MissingObjectError
from aos_check.model.spec import Requirement, Spec
from aos_check.reading.approval.records import identity
from aos_check.reading.metadata import ABOUT_DOCUMENT, is_short_fact

if TYPE_CHECKING:
    from aos_check.reading.approval.codeowners import Owners


@dataclass(frozen=True, slots=True)
class ApprovalPolicy:
    """The approval that a project requires.

    `configured`: the configuration sets the level. `approvers` are mail addresses; if `owners` is
    set, the owners of the document in CODEOWNERS count instead. `members` has the mail addresses
    of `@user` and `@org/team`. `signers` is the content of an allowed-signers file.
    """

    level: ApprovalLevel = ApprovalLevel.STATUS
    configured: bool = False
    approvers: tuple[str, ...] = ()
    owners: Owners | None = None
    members: Mapping[str, Sequence[str]] = field(default_factory=dict)
    signers: bytes | None = None

    def lists(self, person: Person, path: str) -> bool:
        """True if the person may approve the document at `path`."""
        if self.owners is not None:
            from aos_check.reading.approval.codeowners import owns

            return owns(self.owners.of(path), person.mail, self.members)
        return person.mail.lower() in {mail.lower() for mail in self.approvers}


class Witness(Protocol):
    """The evidence in git about the authors of a tree's files."""

    def adder(self, path: str, text: str) -> CommitRecord | None:
        """The commit that added a record to the file; None if it is not committed.

        `text` is the `identity` of the record.
        """
        ...

    def pending(self) -> Person | None:
        """The author of the next commit; None if a commit is checked."""
        ...

    def writers(
        self, path: str, until: str, fingerprint: Callable[[str, bytes], str]
    ) -> frozenset[Person]:
        """The authors and committers of the file's current `fingerprint` of path and content.

        Only commits up to `until` count if the file had the same fingerprint there.
        """
        ...

    def signer(self, commit: str, allowed: bytes | None) -> str | None:
        """The mail address of the commit's signer, if the signature is valid."""
        ...


def ignored_lines(document: Document) -> frozenset[int]:
    """The lines that a digest leaves out: metadata, and what is outside of the approved parts."""
    # The key of a status line may be in another language.
    statuses = {status.at.line for status in document.statuses}
    metadata = (
        at.line
        for key, value, at in document.metadata
        if (key in ABOUT_DOCUMENT or at.line in statuses) and is_short_fact(value)
    )
    return frozenset(metadata) | _outside(document)


def _outside(document: Document) -> frozenset[int]:
    if not document.approved:
        return frozenset()
    inside = {line for first, end in document.approved for line in range(first, end)}
    return frozenset(range(1, document.lines + 1)) - inside


def digest_of(document: Document, text: str) -> str:
    """The digest of a document."""
    from aos_check.reading.approval.digest import digest

    return digest(text, ignored_lines(document))


def sections_of(document: Document, text: str, spec: Spec) -> dict[str, str]:
    """The digest of each requirement in the document, by its id."""
    from aos_check.reading.approval.digest import sections

    starts = [(each.id, each.at.line) for each in _own(spec, document.path)]
    return sections(text, starts, ignored_lines(document))


def to_approve(spec: Spec) -> list[Document]:
    """The documents of a spec that contain its requirements, or the only file of the spec."""
    found = [document for document in spec.documents if document.role is Role.REQUIREMENTS]
    return found or [document for document in spec.documents if document.path == spec.path]


def is_possible(spec: Spec, level: ApprovalLevel) -> bool:
    """True if the spec can have an approval of this level."""
    by_status = level is ApprovalLevel.STATUS and spec.status is not None
    return bool(spec.approval_file) or by_status


NOTHING_TO_APPROVE = "its layout keeps no requirements, so there is nothing to approve"


@dataclass(frozen=True, slots=True)
class Proof:
    """The means to prove an approval.

    `text` reads a document; `reread` returns the digest of a path with an earlier content. `files`
    are the paths of the tree.
    """

    text: Callable[[str], str]
    reread: Callable[[str, bytes], str]
    policy: ApprovalPolicy
    files: Collection[str] = ()
    witness: Witness | None = None


def prove(spec: Spec, proof: Proof, documents: Sequence[Document]) -> Approval:
    """The approval of these documents of a spec with its proved level."""
    approval = spec.approval
    if not approval.records:
        return approval
    current = {each.path: digest_of(each, proof.text(each.path)) for each in documents}
    fresh = [each for each in approval.records if current.get(each.artifact) == each.digest]
    approval = approval._replace(stale=tuple(_stale(spec, documents, fresh, proof)))
    complete = {each.artifact for each in fresh} >= current.keys()
    if not fresh or not complete or approval.vetoes:
        return approval
    by = tuple(dict.fromkeys(record.by for record in fresh))
    approval = approval._replace(level=ApprovalLevel.PINNED, by=by)
    if (approval.asked or ApprovalLevel.NONE).rank <= ApprovalLevel.PINNED.rank:
        return approval
    if proof.witness is None:
        return approval._replace(unproved=_NO_WITNESS)
    return _beyond_pinned(approval, fresh, proof, proof.witness)


_NO_WITNESS = "files alone do not prove who approved; pass --staged, --commit or --range to ask git"


def _stale(
    spec: Spec, documents: Sequence[Document], fresh: Sequence[ApprovalRecord], proof: Proof
) -> Iterator[StaleApproval]:
    """The latest record of each document that is out of date, was deleted, or came later."""
    approved = {record.artifact for record in fresh}
    last = {record.artifact: record for record in spec.approval.records}
    known = [last[each.path] for each in documents if each.path in last]
    # Two records of one moment are one run of `approve`, which covers all documents of that time.
    covers_all = len({(it.by, it.when) for it in known}) < len(known)
    for document in documents:
        if document.path in approved:
            continue
        if document.path in last:
            yield _stale_record(last[document.path], document, spec, proof)
        elif covers_all:
            changed = {each.id: each.at for each in _own(spec, document.path)}
            name = document.path.removeprefix(f"{spec.path}/")
            new = changed or {name: document.at}
            yield StaleApproval(known[-1], document.at, tuple(new.items()))
    for path, record in last.items():
        if path not in proof.files and path.startswith(f"{spec.path}/"):
            names = dict(record.sections) or {path.removeprefix(f"{spec.path}/"): ""}
            yield StaleApproval(record, record.at, tuple((name, record.at) for name in names))


def _own(spec: Spec, path: str) -> list[Requirement]:
    """The requirements in one document."""
    return [each for each in spec.requirements if each.at.path == path]


def _stale_record(
    record: ApprovalRecord, document: Document, spec: Spec, proof: Proof
) -> StaleApproval:
    from aos_check.reading.approval.digest import VERSION

    if not record.digest.startswith(f"{VERSION}:"):
        return StaleApproval(record, document.at, outdated=True)
    now = sections_of(document, proof.text(document.path), spec)
    places = {each.id: each.at for each in _own(spec, document.path)}
    changed = _changed(dict(record.sections), now)
    return StaleApproval(
        record, document.at, tuple((key, places.get(key, document.at)) for key in changed)
    )


def _changed(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The ids of changed, added and removed requirements; none if no sections were recorded."""
    return [key for key in {**then, **now} if then.get(key) != now.get(key)] if then else []


class _RecordProof(NamedTuple):
    """The level that one record proves. `own`: the reason why it is not independent."""

    record: ApprovalRecord
    level: ApprovalLevel
    by: str
    own: str = ""
    unproved: str = ""


def _beyond_pinned(
    approval: Approval, fresh: Sequence[ApprovalRecord], proof: Proof, witness: Witness
) -> Approval:
    """The approval with the lowest level of its documents; the best record of each counts."""
    best: dict[str, _RecordProof] = {}
    own = []
    for record in fresh:
        try:
            verdict = _verdict(record, proof, witness)
        except MissingObjectError as error:
            unproved = f"{error.message}, so the history does not prove who approved"
            verdict = _RecordProof(record, ApprovalLevel.PINNED, record.by, unproved=unproved)
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
    """The level that one record proves.

    An uncommitted record proves nothing more: the next author may still be anyone. It can only be
    known that the approval would not be independent.
    """
    from aos_check.agents.signatures import agent_took_part, is_agent

    pinned = _RecordProof(record, ApprovalLevel.PINNED, record.by)
    commit = witness.adder(record.at.path, identity(record))
    author = commit.author if commit else witness.pending()
    if author is None:
        return pinned._replace(own=_NOT_COMMITTED)
    if (commit and agent_took_part(commit)) or is_agent(author):
        return pinned._replace(own=f"{author} is a coding agent or was helped by one")
    writers = witness.writers(record.artifact, commit.id if commit else "", proof.reread)
    mails = {person.mail.lower() for person in writers} - _FORGES
    for person in (author, commit.committer) if commit else (author,):
        if person.mail.lower() in mails:
            return pinned._replace(own=f"by the names in git, {person} both wrote and approved it")
    separate = _RecordProof(record, ApprovalLevel.SEPARATE, str(author))
    listed = proof.policy.lists(author, record.artifact)
    if commit is None:
        may_hold = listed or proof.policy.level is ApprovalLevel.SEPARATE
        return pinned._replace(unproved=_NOT_COMMITTED if may_hold else "")
    if not listed:
        return separate
    signer = witness.signer(commit.id, proof.policy.signers)
    signed = signer is not None and signer.lower() == author.mail.lower()
    return separate._replace(level=ApprovalLevel.SIGNED if signed else ApprovalLevel.LISTED)


_FORGES = frozenset({"noreply@github.com", "noreply@gitlab.com"})
"""The committers of merges that a forge makes, whoever asked for them."""

_NOT_COMMITTED = "the approval is not committed yet"
