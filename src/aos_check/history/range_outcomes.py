"""What has become of the commits of a range, and of their tasks, by its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from aos_check.history.messages import Message
from aos_check.model.change import Change, Commit, CommitRecord, NamedTask, TaskChange
from aos_check.model.spec import Spec
from aos_check.model.task import Task
from aos_check.reading.snapshot import Snapshot

_SHORTEST = 7  # characters of an id that git prints at least


class Known:
    """The commits of a range, parents first, and what their messages say."""

    def __init__(self, records: Sequence[CommitRecord], messages: Sequence[Message]) -> None:
        self.records = records
        self.messages = {
            record.id: message for record, message in zip(records, messages, strict=True)
        }
        self._parents = {record.id: record.parents for record in records}
        # What is to be squashed into a commit that names no task would have none.
        self._targets = {
            record.id: message.subject
            for record, message in zip(records, messages, strict=True)
            if message.references
        }

    def after(self, commit: str) -> Sequence[CommitRecord]:
        """The commits that come later in the range."""
        position = next((n for n, record in enumerate(self.records) if record.id == commit), None)
        return () if position is None else self.records[position + 1 :]

    def has_target(self, wanted: str) -> bool:
        """True when a commit in range that names a task has this subject, or this id."""
        return wanted in self._targets.values() or any(
            len(wanted) >= _SHORTEST and target.startswith(wanted) for target in self._targets
        )

    def undone(self, reverted: Mapping[str, str]) -> frozenset[str]:
        """The commits that a later one undoes, which is not undone itself.

        Who undoes a merge undoes what it brought.
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


def why_exempt(known: Known, message: Message, reverts: str) -> str:
    """Why no task is asked for, proved by the history and not by the words."""
    if reverts:
        return f"it is the inverse of {reverts[:10]}"
    if message.autosquash and known.has_target(message.autosquash):
        return _TO_BE_SQUASHED
    return ""


_TO_BE_SQUASHED = "it will be squashed into a commit of this range"


def why_all_exempt(parts: Sequence[Commit]) -> str:
    """Why no task is asked for a squash of these commits; "" where one of them needs its own.

    What relies on the task of the commit that it is squashed into has none if that is not named.
    """
    reasons = dict.fromkeys(part.exempt for part in parts)
    if not all(reasons) or _TO_BE_SQUASHED in reasons:
        return ""
    return "; ".join(reasons) or "none of its commits that count changes code"


def with_outcome(commit: Commit, end: Snapshot) -> Commit:
    """The commit, with the tasks that were done in it and are not at the end of the range."""
    if commit.require != "done" or not commit.code:
        return commit
    named = tuple(it._replace(reopened=_is_reopened(it, end)) for it in commit.named)
    return commit._replace(named=named)


def _is_reopened(named: NamedTask, end: Snapshot) -> bool:
    if named.spec is None or named.task is None or not named.task.done:
        return False
    _, task = _followed(end, named.spec, named.task)
    return task is None or not task.done


def left_ticked(undone: Change, end: Snapshot, known: Known, commit: str) -> Iterator[TaskChange]:
    """The tasks that a change finished, which `commit` undid, and that are still said to be done.

    Work that a later commit names was done again.
    """
    again = {
        (folder.path, reference.address.task)
        for later in known.after(commit)
        for reference in known.messages[later.id].references
        for folder in end.found.directory.find(reference.address.spec)
    }
    for tick in undone.ticks():
        spec, task = _followed(end, tick.spec, tick.after or tick.before)
        if spec and task and task.done and (spec.path, task.id) not in again:
            yield TaskChange(spec, tick.before, task)


def _followed(end: Snapshot, spec: Spec, task: Task) -> tuple[Spec | None, Task | None]:
    """The spec where it lies by now, and its task: by its title if no other has it, else its id."""
    folders = end.found.folders
    alike = [it.path for it in folders.values() if spec.id == it.id]
    alike += [it.path for it in folders.values() if spec.slug == it.slug]
    path = spec.path if spec.path in folders else next(iter(alike), None)
    later = end.spec(path) if path else None
    tasks = list(later.all_tasks()) if later else []
    titled = [each for each in tasks if each.title == task.title]
    if len(titled) == 1:
        return later, titled[0]
    return later, next((each for each in tasks if each.id == task.id), None)
