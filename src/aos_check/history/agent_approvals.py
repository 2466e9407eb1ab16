"""Finds the approvals in a change that a coding agent's commit gave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aos_check.agents.signatures import agent_took_part
from aos_check.history.snapshots import Snapshots
from aos_check.history.spec_names import Names, OtherState
from aos_check.model.approval import ApprovalLevel
from aos_check.model.change import Change, CommitRecord
from aos_check.model.spec import Spec
from aos_check.reading.snapshot import Snapshot

_JUDGED = (ApprovalLevel.STATUS, ApprovalLevel.PINNED)
"""The required levels; for the higher ones, each record must have an independent author."""


def newly_approved(change: Change, parents: Sequence[Snapshot] = ()) -> Iterator[Spec]:
    """The specs whose approval the change raises, without looking at who did it.

    The change of a merge begins at git's own merge, where a document in conflict is missing. So an
    approval that none of the `parents` has counts too.
    """
    for before, after in change.specs:
        if after is None:
            continue
        is_judged = after.approval.asked in _JUDGED
        earlier = [OtherState(it, _same).spec(after) for it in parents]
        starts = ([before], earlier) if earlier else ([before],)
        if any(_raises(start, after, ranked=is_judged) for start in starts):
            yield after


def approved_by_agents(
    change: Change, records: Sequence[CommitRecord], snapshots: Snapshots
) -> Iterator[tuple[str, str]]:
    """The path of each such spec, and the agent's commit that was the last to approve it."""
    approved = list(newly_approved(change)) if any(map(agent_took_part, records)) else []
    if not approved:
        return
    names = snapshots.renames(records).back
    for spec in approved:
        last = _last_to_approve(spec, records, snapshots, names)
        if last and agent_took_part(last):
            yield spec.path, last.id


def _last_to_approve(
    spec: Spec, records: Sequence[CommitRecord], snapshots: Snapshots, names: Names
) -> CommitRecord | None:
    places = (*(it.at for it in spec.documents), *(it.at for it in spec.approval.records))
    files = {name for place in places for name in names(place.path)}
    for record in reversed(records):
        changes = snapshots.repository.changes(record.parent, record.id)
        if not any(spec.id in path or path in files for it in changes for path in it.paths):
            continue
        after = OtherState(snapshots.at(record.id), names).spec(spec)
        before = [OtherState(snapshots.at(it), names).spec(spec) for it in record.parents]
        if _raises(before, after):
            return record
    return None


def _same(path: str) -> list[str]:
    return [path]


def _raises(before: Sequence[Spec | None], after: Spec | None, *, ranked: bool = True) -> bool:
    is_raised = ranked and _rank(after) > max(map(_rank, before), default=0)
    return is_raised or bool(_of_phases(after).difference(*map(_of_phases, before)))


def _rank(spec: Spec | None) -> int:
    if spec is None or not (spec.given_approvals or spec.approval.records):
        return 0
    return spec.approval.level.rank


def _of_phases(spec: Spec | None) -> frozenset[str]:
    """The approved documents of the team's phases, at a level that does not prove by whom."""
    return spec.phases.approved if spec else frozenset()
