"""Approvals: their levels, their records, and the proved level of a spec."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from aos_check.model.document import Mark, StatusLine
from aos_check.model.finding import Place


class ApprovalLevel(str, Enum):
    """The levels of proof, the weakest first."""

    NONE = "none"
    STATUS = "status"
    PINNED = "pinned"
    SEPARATE = "separate"
    LISTED = "listed"
    SIGNED = "signed"

    @property
    def rank(self) -> int:
        """The position in the order of levels."""
        return list(ApprovalLevel).index(self)


class ApprovalRecord(NamedTuple):
    """One person's approval of one version of a document; `artifact` is its path in the tree.

    `sections` are the digests of single requirements by their ids, `when` is the recorded time.
    """

    artifact: str
    by: str
    digest: str
    at: Place
    sections: tuple[tuple[str, str], ...] = ()
    when: str = ""


class StaleApproval(NamedTuple):
    """A record whose document has changed since, and the changed requirements if known.

    If `outdated`, its digest has another version, and nothing shows whether the text changed.
    """

    record: ApprovalRecord
    document: Place
    changed: tuple[tuple[str, Place], ...] = ()
    outdated: bool = False


class Approval(NamedTuple):
    """The approval of a spec's requirements, and its proof.

    `approved` is set by any positive mark of the layout; `vetoes` override everything. `records`
    are those of its file. `asked` is the level that the project requires; None if it sets
    none and the layout has no word for approval. It is `demanded` if the configuration or the
    projects before a change ask, and not only the spec's own words. `level` is the proved level,
    `by` the people who approved. `own` are self-approvals, each with the reason why it is one.
    `unproved` is the reason why a higher level cannot be proved yet.
    `status` is that of requirements in another folder, which alone may say that they are approved.
    It `evades` what the project requires if there is nothing to approve, but was before the change.
    """

    approved: bool = False
    marks: tuple[Mark, ...] = ()
    vetoes: tuple[Mark, ...] = ()
    records: tuple[ApprovalRecord, ...] = ()
    asked: ApprovalLevel | None = None
    demanded: bool = False
    level: ApprovalLevel = ApprovalLevel.NONE
    by: tuple[str, ...] = ()
    stale: tuple[StaleApproval, ...] = ()
    own: tuple[Mark, ...] = ()
    unproved: str = ""
    status: StatusLine | None = None
    evades: bool = False

    @property
    def holds(self) -> bool:
        """True when the required level is proved; `status` is required by default."""
        return self.level.rank >= (self.asked or ApprovalLevel.STATUS).rank
