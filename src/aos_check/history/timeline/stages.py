"""Finds the stages, approvals and owner of each spec in the changes of its commits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from aos_check.history.timeline.life import GivenApproval, Life, Moment, Owner
from aos_check.history.timeline.record import Contribution
from aos_check.model.approval import ApprovalLevel, ApprovalRecord
from aos_check.model.change import CommitRecord, SpecChange
from aos_check.model.errors import CannotCheckError
from aos_check.model.spec import Spec
from aos_check.reading.approval.levels import Witness
from aos_check.reading.approval.records import identity

_OWNER = frozenset({"owner", "owners", "assignee", "assignees", "assigned to"})
_NOBODY = frozenset({"", "-", "–", "—", "?", "none", "n/a", "tbd", "todo", "unassigned", "nobody"})


class Stages:
    """The commits in which one spec reaches its stages, in the order of the history."""

    def __init__(self) -> None:
        self._born = False
        self._approved: list[CommitRecord] = []
        self._done: list[CommitRecord] = []
        self._given: dict[object, tuple[CommitRecord, ApprovalLevel]] = {}

    def note(self, change: SpecChange, commit: CommitRecord, *, merge: bool) -> None:
        """Note the stages that the spec reaches by a change. A merge repeats merged commits."""
        before, after = change
        if after is None:
            return
        self._born = self._born or before is None
        if is_approved(after) and not (before and is_approved(before)):
            self._approved.append(commit)
        if after.finished and not (before and before.finished) and not (merge and self._done):
            self._done.append(commit)
        for key in _given(after) - (_given(before) if before else set()):
            self._given.setdefault(key, (commit, after.approval.level))

    def life(
        self, spec: Spec, contributions: Sequence[Contribution], missing: Collection[str]
    ) -> Life:
        """The life of the spec as it is now. The latest contribution is the first.

        `missing` are the documents that a partial clone lacks in some commits.
        """
        unsure = any(document.path in missing for document in spec.documents)
        cut = unsure or not self._born
        worked = [it.commit for it in contributions if not it.undone]
        done = self._done if spec.finished else []
        return Life(
            approved=Moment(self._approved[0], unsure) if self._approved else None,
            begun=Moment(worked[-1], cut) if worked else None,
            done=Moment(done[-1], unsure) if done else None,
            cut=cut,
            approvals=tuple(self._approvals(spec)),
            owner=owner_of(spec, contributions),
        )

    def _approvals(self, spec: Spec) -> Iterator[GivenApproval]:
        stale = {it.record for it in spec.approval.stale}
        unknown = None, spec.approval.level
        for record in spec.approval.records:
            commit, level = self._given.get(_key(record), unknown)
            yield GivenApproval(
                record.artifact, level, commit, record.by, record.when, holds=record not in stale
            )
        if spec.given_approvals and not spec.approval.records:
            commit, level = self._given.get(_BY_STATUS, unknown)
            place = spec.given_approvals[0].at
            yield GivenApproval(place.path, level, commit, holds=spec.approval.holds)


_MAX_OLDER = 100
"""The number of specs whose older records are looked up. Each needs the history of a file."""


def with_older_records(
    lives: Mapping[str, Life], specs: Iterable[Spec], witness: Witness
) -> dict[str, Life]:
    """The lives with the commits of records that are older than the known changes."""
    cut = [spec for spec in specs if lives[spec.path].cut and spec.approval.records]
    return {
        **lives,
        **{it.path: _with_adders(lives[it.path], it, witness) for it in cut[:_MAX_OLDER]},
    }


def _with_adders(life: Life, spec: Spec, witness: Witness) -> Life:
    pairs = zip(spec.approval.records, life.approvals, strict=True)
    return life._replace(
        approvals=tuple(
            given if given.commit else given._replace(commit=_adder(record, witness))
            for record, given in pairs
        )
    )


def _adder(record: ApprovalRecord, witness: Witness) -> CommitRecord | None:
    try:
        return witness.adder(record.at.path, identity(record))
    except CannotCheckError:
        return None  # a partial clone may lack what shows it


_BY_STATUS = "status"


def _key(record: ApprovalRecord) -> object:
    """What identifies a record when its file or document is moved."""
    return record.by, record.when, record.digest


def _given(spec: Spec) -> set[object]:
    """The approvals that a spec has."""
    return {*map(_key, spec.approval.records), *([_BY_STATUS] if spec.given_approvals else [])}


def is_approved(spec: Spec) -> bool:
    """True if the approval that today's settings ask for holds, and a person gave it."""
    return spec.approval.holds and bool(_given(spec))


def owner_of(spec: Spec, contributions: Sequence[Contribution]) -> Owner | None:
    """The owner that a document names, else the author of most contributions, the latest first."""
    for document in spec.documents:
        for key, value, _ in document.metadata:
            name = value.strip(" *_`")
            if key in _OWNER and name.lower() not in _NOBODY and not name.startswith(("[", "<")):
                return Owner(name, by_document=True)
    authors = [it.commit.author for it in contributions if not it.undone]
    mails = Counter(author.mail.lower() for author in authors)
    if not mails:
        return None
    most, _ = mails.most_common(1)[0]
    return Owner(next(it.name for it in authors if it.mail.lower() == most), by_document=False)
