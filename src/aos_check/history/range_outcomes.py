"""Finds the exemptions of commits in a range, and the state of their tasks at its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from aos_check.history.messages import Message
from aos_check.model.change import Change, Commit, CommitRecord, NamedTask, TaskChange
from aos_check.model.spec import Spec
from aos_check.reading.snapshot import Snapshot

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
        # A fixup needs a target that names a task, because it names none itself.
        self._targets = {
            commit: message.subject
            for commit, message in self.messages.items()
            if message.references
        }

    def after(self, commit: str) -> Sequence[CommitRecord]:
        """The commits that come later in the range."""
        position = next((n for n, record in enumerate(self.records) if record.id == commit), None)
        return () if position is None else self.records[position + 1 :]

    def is_after(self, record: CommitRecord, adopted: AbstractSet[str]) -> bool:
        """True if the commit builds on an adopted one.

        So does an unrelated history that a branch brings in: code must not come in through it.
        """
        return self._continues if not record.parents else not adopted.isdisjoint(record.parents)

    def has_target(self, wanted: str) -> bool:
        """True if a commit of the range that names a task has this subject or id."""
        return wanted in self._targets.values() or any(
            len(wanted) >= _MIN_ID and target.startswith(wanted) for target in self._targets
        )

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


def why_exempt(commits: CommitRange, message: Message, reverts: str) -> str:
    """The reason in the history why the commit needs no task; "" if it needs one."""
    if reverts:
        return f"it exactly reverts {reverts[:10]}"
    if message.autosquash and commits.has_target(message.autosquash):
        return _TO_BE_SQUASHED
    return ""


_TO_BE_SQUASHED = "it will be squashed into a commit of this range"


def why_all_exempt(parts: Sequence[Commit]) -> str:
    """The reason why a squash of these commits needs no task; "" if one of them needs a task.

    A fixup relies on the task of its target, so it does not exempt the squash.
    """
    reasons = dict.fromkeys(part.exempt for part in parts)
    if not all(reasons) or _TO_BE_SQUASHED in reasons:
        return ""
    return "; ".join(reasons) or "none of the commits that count changes code"


def with_outcome(commit: Commit, end: Snapshot) -> Commit:
    """The commit, with the state of each named task at the end of the range."""
    if commit.require != "done" or not commit.code:
        return commit
    return commit._replace(named=tuple(_at_end(it, end) for it in commit.named))


def _at_end(named: NamedTask, end: Snapshot) -> NamedTask:
    if named.spec is None or named.task is None:
        return named
    spec = _later_spec(end, named.spec)
    if spec and end.lacks(spec.path):
        return named
    task = spec.same_task(named.task) if spec else None
    done = bool(task and task.done)
    return named._replace(reopened=named.task.done and not done, done_at_end=done)


def left_ticked(
    undone: Change, end: Snapshot, commits: CommitRange, commit: str
) -> Iterator[TaskChange]:
    """The tasks that an undone change finished and that are still marked done.

    `commit` undid the change. Tasks that a later commit names are omitted: they were done again.
    """
    again = {
        (folder.path, reference.address.task)
        for later in commits.after(commit)
        for reference in commits.messages[later.id].references
        for folder in end.found.directory.find(reference.address.spec)
    }
    for tick in undone.ticks():
        spec = _later_spec(end, tick.spec)
        task = spec.same_task(tick.after or tick.before) if spec else None
        if spec and task and task.done and (spec.path, task.id) not in again:
            yield TaskChange(spec, tick.before, task)


def _later_spec(end: Snapshot, spec: Spec) -> Spec | None:
    """The spec at the end of the range: by its path, else by its id, else by its slug."""
    folders = end.found.folders
    alike = [it.path for it in folders.values() if spec.id == it.id]
    alike += [it.path for it in folders.values() if spec.slug == it.slug]
    path = spec.path if spec.path in folders else next(iter(alike), None)
    return end.spec(path) if path else None
