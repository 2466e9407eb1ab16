"""Finds the exemptions of commits in a range, and the state of their tasks at its end."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from aos_check.history import maintenance
from aos_check.history.messages import Message, TaskReference
from aos_check.history.spec_names import OtherState
from aos_check.model.addresses import parse_list
from aos_check.model.approval import ApprovalLevel
from aos_check.model.change import (
    Change,
    Commit,
    CommitRecord,
    Maintenance,
    NamedTask,
    TaskChange,
)
from aos_check.model.document import Status
from aos_check.model.spec import Spec

_MIN_ID = 7  # characters of a short id


class CommitRange:
    """The commits of a range, parents first, with their parsed messages."""

    def __init__(self, records: Sequence[CommitRecord], messages: Sequence[Message]) -> None:
        self.records = records
        self.messages = dict(zip((record.id for record in records), messages, strict=True))
        self._parents = {record.id: record.parents for record in records}
        self._continues = any(
            parent not in self._parents for record in records for parent in record.parents
        )
        self._subjects: dict[str, CommitRecord] = {}
        self._short_ids: dict[str, list[CommitRecord]] = {}
        self.targets: dict[str, str] = {}  # the id of the commit that each fixup belongs to
        for record, message in zip(records, messages, strict=True):
            if target := self.target(message):
                self.targets[record.id] = target.id
            if not message.autosquash:
                self._subjects.setdefault(message.subject, record)
                self._short_ids.setdefault(record.id[:_MIN_ID], []).append(record)

    @property
    def has_strangers(self) -> bool:
        """True if the target of a fixup is not in the range."""
        fixups = {commit for commit, message in self.messages.items() if message.autosquash}
        return bool(fixups - self.targets.keys())

    def after(self, commit: str) -> Sequence[CommitRecord]:
        """The commits that come later in the range."""
        position = next((n for n, record in enumerate(self.records) if record.id == commit), None)
        return () if position is None else self.records[position + 1 :]

    def is_after(self, record: CommitRecord, adopted: AbstractSet[str]) -> bool:
        """True if the commit builds on an adopted one.

        So does an unrelated history that a branch brings in: code must not come in through it.
        """
        return self._continues if not record.parents else not adopted.isdisjoint(record.parents)

    def target(self, message: Message) -> CommitRecord | None:
        """The earlier commit of the range that a fixup with this message belongs to."""
        wanted = message.autosquash
        alike = self._short_ids.get(wanted[:_MIN_ID], [])
        by_id = next((record for record in alike if record.id.startswith(wanted)), None)
        return self._subjects.get(wanted, by_id) if wanted else None

    def undone(self, reverted: Mapping[str, str]) -> frozenset[str]:
        """The commits that are undone by a later commit which is not undone itself.

        A revert of a merge undoes the merged commits as well.
        """
        undone: set[str] = set()
        for record in reversed(self.records):
            if record.id in reverted and record.id not in undone:
                target = reverted[record.id]
                mainline, *merged = self._parents.get(target) or ("",)
                undone |= {target, *(self._below(merged) - self._below([mainline]))}
        return frozenset(undone)

    def _below(self, tips: Sequence[str]) -> set[str]:
        """The commits of the range that are reachable from the tips."""
        found: set[str] = set()
        left = list(tips)
        while left:
            commit = left.pop()
            if commit in self._parents and commit not in found:
                found.add(commit)
                left.extend(self._parents[commit])
        return found


class Named(NamedTuple):
    """The tasks that a commit names, and its claim that there is none."""

    tasks: tuple[NamedTask, ...] = ()
    none: Maintenance | None = None

    @classmethod
    def by(cls, commit: Commit) -> Named:
        """The tasks and the claim of a commit. A task makes the claim void."""
        return cls(commit.named, None if commit.named else commit.maintenance)


def with_tasks_of(fixup: Message, target: Named) -> Message:
    """The message of a fixup, which also names the tasks of the commit that it belongs to."""
    inherited = (
        TaskReference(each.text, address, line=1, certain=True)
        for each in target.tasks
        for address in parse_list(each.fits[0] if len(each.fits) == 1 else each.text)
    )
    own = {reference.address for reference in fixup.references}
    more = (reference for reference in inherited if reference.address not in own)
    return fixup._replace(
        references=(*fixup.references, *more),
        maintenance=maintenance.inherited(fixup.maintenance, target.none),
    )


def why_exempt(reverts: str) -> str:
    """The reason in the history why the commit needs no task; "" if it needs one."""
    return f"it exactly reverts {reverts[:10]}" if reverts else ""


def why_all_exempt(parts: Sequence[Commit]) -> str:
    """The reason why a squash of these commits needs no task; "" if one of them needs a task."""
    reasons = dict.fromkeys(part.exempt for part in parts)
    if not all(reasons):
        return ""
    return "; ".join(reasons) or "none of the commits that count changes code"


def with_maintenance_of(message: Message, parts: Sequence[Commit]) -> Message:
    """The message of a squash of exempt commits, with the reasons of their maintenance."""
    claims = [part.maintenance for part in parts if part.maintenance]
    if message.maintenance or not claims:
        return message
    reasons = dict.fromkeys(claim.reason for claim in claims)
    return message._replace(maintenance=Maintenance("; ".join(reasons), line=1))


def ticks_of(commit: Commit) -> set[tuple[str, str]]:
    """The specs and ids of the tasks that the commit finishes."""
    return {(tick.spec.path, tick.after.id) for tick in commit.change.ticks() if tick.after}


def since_start(commit: Commit, start: OtherState, ticked: Collection[tuple[str, str]]) -> Commit:
    """The commit, with the state of its tasks at the start of the range.

    `ticked` are the specs and ids of the tasks that the range has finished so far.
    """
    found = tuple(_since_start(it, start, ticked) for it in commit.named)
    return commit._replace(named=found)


def _since_start(
    named: NamedTask, start: OtherState, ticked: Collection[tuple[str, str]]
) -> NamedTask:
    earlier = start.spec(named.spec) if named.spec else None
    if earlier is None or start.snapshot.lacks(earlier.path) or not (named.spec and named.task):
        return named
    task = earlier.same_task(named.task)
    approval = named.spec.approval
    asked = approval.asked not in {None, ApprovalLevel.NONE}
    pinned = approval.level.rank >= ApprovalLevel.PINNED.rank and not approval.stale
    again = any((path, named.task.id) in ticked for path in (named.spec.path, earlier.path))
    appears = task is None and named.task.done and not again
    return named._replace(
        finished_before=bool(task and task.done and earlier.finished) and not again,
        unheld=appears and asked and earlier.approval.holds and not pinned,
    )


def with_outcome(commit: Commit, end: OtherState) -> Commit:
    """The commit, with the state of each named task and its spec at the end of the range."""
    if not commit.code:
        return commit
    required = commit.require == "done"
    found = tuple(_at_end(it, end, required=required) for it in commit.named)
    return commit._replace(named=found)


def _at_end(named: NamedTask, end: OtherState, *, required: bool) -> NamedTask:
    if named.spec is None or named.task is None:
        return named
    spec = end.spec(named.spec)
    if spec and end.snapshot.lacks(spec.path):
        return named
    withdrawn = spec if spec and _is_withdrawn(named.spec, spec) else None
    if not required:
        return named._replace(withdrawn=withdrawn)
    task = spec.same_task(named.task) if spec else None
    done = bool(task and task.done)
    reopened = named.task.done and not done
    return named._replace(reopened=reopened, done_at_end=done, withdrawn=withdrawn)


def _is_withdrawn(spec: Spec, end: Spec) -> bool:
    """True if a required approval held, and is gone at the end, but not because the text changed.

    Another rule reports a changed text.
    """
    asked = {None, ApprovalLevel.NONE}.isdisjoint((spec.approval.asked, end.approval.asked))
    over = end.status is not None and end.status.value in {Status.DONE, Status.CANCELLED}
    gone = not (end.approval.holds or end.approval.stale or end.approval.unproved or over)
    return asked and spec.approval.holds and gone


def left_ticked(
    undone: Change, end: OtherState, commits: CommitRange, commit: str
) -> Iterator[TaskChange]:
    """The tasks that an undone change finished and that are still marked done.

    `commit` undid the change. Tasks that a later commit names are omitted: they were done again.
    """
    again = {
        (folder.path, reference.address.task)
        for later in commits.after(commit)
        for reference in commits.messages[later.id].references
        for folder in end.snapshot.found.directory.find(reference.address.spec)
    }
    for tick in undone.ticks():
        spec = end.spec(tick.spec)
        task = spec.same_task(tick.after or tick.before) if spec else None
        if spec and task and task.done and (spec.path, task.id) not in again:
            yield TaskChange(spec, tick.before, task)
