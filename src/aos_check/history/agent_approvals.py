"""Finds the approvals in a change that a coding agent's commit gave."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from aos_check.agents.signatures import agent_took_part
from aos_check.git import Repository
from aos_check.history.range_outcomes import spec_in
from aos_check.model.approval import ApprovalLevel
from aos_check.model.change import Change, CommitRecord
from aos_check.model.spec import Spec
from aos_check.reading.snapshot import Snapshot

_JUDGED = (ApprovalLevel.STATUS, ApprovalLevel.PINNED)
"""The required levels; for the higher ones, each record must have an independent author."""


def newly_approved(change: Change) -> Iterator[Spec]:
    """The specs whose approval the change raises, without looking at who did it."""
    for before, after in change.specs:
        if after and after.approval.asked in _JUDGED and _rank(after) > _rank(before):
            yield after


def approved_by_agents(
    change: Change,
    records: Sequence[CommitRecord],
    repository: Repository,
    snapshot: Callable[[str], Snapshot],
) -> Iterator[tuple[str, str]]:
    """The path of each such spec, and the agent's commit that was the last to approve it."""
    if not any(map(agent_took_part, records)):
        return
    for spec in newly_approved(change):
        last = _last_to_approve(spec, records, repository, snapshot)
        if last and agent_took_part(last):
            yield spec.path, last.id


def _last_to_approve(
    spec: Spec,
    records: Sequence[CommitRecord],
    repository: Repository,
    snapshot: Callable[[str], Snapshot],
) -> CommitRecord | None:
    for record in reversed(records):
        changes = repository.changes(record.parent, record.id)
        if not any(spec.id in path for change in changes for path in change.paths):
            continue
        before = [_rank(spec_in(snapshot(parent), spec)) for parent in record.parents]
        if _rank(spec_in(snapshot(record.id), spec)) > max(before, default=0):
            return record
    return None


def _rank(spec: Spec | None) -> int:
    return spec.approval.level.rank if spec else 0
