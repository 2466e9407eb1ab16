"""Approvals: the levels of proof, the records, and what is proved for a spec."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from aos_check.model.document import Mark
from aos_check.model.finding import Place


class ApprovalLevel(str, Enum):
    """How well an approval is proved, from not at all to best."""

    NONE = "none"
    STATUS = "status"
    PINNED = "pinned"
    SEPARATE = "separate"
    LISTED = "listed"
    SIGNED = "signed"

    @property
    def rank(self) -> int:
        """Its place in the order of levels."""
        return list(ApprovalLevel).index(self)


class ApprovalRecord(NamedTuple):
    """One person's approval of one document as it was; `artifact` is its path in the tree.

    `sections` are the digests of single requirements by their ids, `when` is the time it says.
    """

    artifact: str
    by: str
    digest: str
    at: Place
    sections: tuple[tuple[str, str], ...] = ()
    when: str = ""


class StaleApproval(NamedTuple):
    """A record whose document has changed since, with the requirements that differ if it names any.

    An `outdated` one has a digest of another version: nothing tells whether the text has changed.
    """

    record: ApprovalRecord
    document: Place
    changed: tuple[tuple[str, Place], ...] = ()
    outdated: bool = False


class Approval(NamedTuple):
    """Whether the requirements of a spec are approved, and how well that is proved.

    The layout's own marks: `approved` by any positive one, `vetoes` win over everything. `records`
    are those of `approval.json`. `asked` is the level that the project asks for, None where
    nothing says so and the layout has no word for it. `level` is the one proved, `by` by whom;
    `own` says of records why they are no one else's; `unproved` why more cannot be proved yet.
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
        """True when it is proved at the level asked for; at the least one where none is said."""
        return self.level.rank >= (self.asked or ApprovalLevel.STATUS).rank
