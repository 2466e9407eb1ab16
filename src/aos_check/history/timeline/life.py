"""The life of a spec: its stages, its approvals and its owner."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from aos_check.history.timeline.commit_times import time_of
from aos_check.model.approval import ApprovalLevel
from aos_check.model.change import CommitRecord


class Moment(NamedTuple):
    """The commit in which a spec reached a stage.

    `at_least`: it may have been another time, because a part of the history is not known.
    """

    commit: CommitRecord
    at_least: bool = False

    @property
    def day(self) -> date:
        """The day of the commit, in UTC."""
        return time_of(self.commit).date()


class GivenApproval(NamedTuple):
    """An approval of a document by a record, or of a spec by its status.

    `by` and `when` are the words of the record, "" for a status. `commit` is the one that added it,
    whose author and committer git knows; None if it is not committed, or not in the known
    history. `level` is that of the spec after the commit, else the present one. It no longer
    `holds` if the document has changed since.
    """

    document: str
    level: ApprovalLevel
    commit: CommitRecord | None
    by: str = ""
    when: str = ""
    holds: bool = True


class Owner(NamedTuple):
    """The owner of a spec: named by the `document`, or else the author of most contributions."""

    name: str
    by_document: bool


class Life(NamedTuple):
    """The stages of a spec. Each is None if it is not reached or not known.

    `approved` is the first commit after which the approval that is required today holds, `begun`
    the first one that names or ticks a task, and `done` the last one after which all tasks are
    done, if they still are. The history is `cut` if it begins after the spec, or if a partial clone
    lacks documents of the spec: then an absent stage may have been reached all the same.
    """

    approved: Moment | None = None
    begun: Moment | None = None
    done: Moment | None = None
    cut: bool = False
    approvals: tuple[GivenApproval, ...] = ()
    owner: Owner | None = None

    @property
    def waiting(self) -> int | None:
        """The days from the approval to the first work; None if unknown or in another order."""
        return _days(self.approved, self.begun)

    @property
    def cycle(self) -> int | None:
        """The days from the first work to the end; None if unknown."""
        return _days(self.begun, self.done)

    @property
    def lead(self) -> int | None:
        """The days from the approval to the end; None if unknown or in another order."""
        return _days(self.approved, self.done)


def _days(start: Moment | None, end: Moment | None) -> int | None:
    """The days between two exact moments."""
    if start is None or end is None or start.at_least or end.at_least:
        return None
    seconds = (time_of(end.commit) - time_of(start.commit)).total_seconds()
    return int(seconds // 86400) if seconds >= 0 else None
