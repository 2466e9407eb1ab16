"""Approvals: their levels, their records, and the proved level of a spec."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from aos_check.model.document import Mark
from aos_check.model.finding import Place


class ApprovalLevel(str, Enum):
    """The levels of proof, from none to the best."""

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

    An `outdated` one has a digest of another version: it does not show whether the text changed.
    """

    record: ApprovalRecord
    document: Place
    changed: tuple[tuple[str, Place], ...] = ()
    outdated: bool = False


class Approval(NamedTuple):
    """The approval of a spec's requirements, and its proof.

    `approved` is set by any positive mark of the layout; `vetoes` override everything. `records`
    are those of `approval.json`. `asked` is the level that the project requires, None if nothing
    says so and the layout has no word for it. `level` is proved, by the persons `by`; `own` says
    which records are self-approvals and why; `unproved` why more cannot be proved yet.
    """

    approved: bool = False
    marks: tuple[Mark, ...] = ()
    vetoes: tuple[Mark, ...] = ()
    records: tuple[ApprovalRecord, ...] = ()
    asked: ApprovalLevel | None = None
    level: ApprovalLevel = ApprovalLevel.NONE
    by: tuple[str, ...] = ()
    stale: tuple[StaleApproval, ...] = ()
    own: tuple[Mark, ...] = ()
    unproved: str = ""

    @property
    def holds(self) -> bool:
        """True when it is proved at the required level, by default the lowest."""
        return self.level.rank >= (self.asked or ApprovalLevel.STATUS).rank
