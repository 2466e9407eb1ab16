"""Finds the stages, approvals and owner of each spec in the changes of its commits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from aos_check.history.timeline.record import Contribution, GivenApproval, Life, Moment, Owner
from aos_check.model.approval import ApprovalLevel, ApprovalRecord
from aos_check.model.change import CommitRecord, SpecChange
from aos_check.model.spec import Spec

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
