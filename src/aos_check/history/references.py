"""Decides which tasks a commit names, by its message or its ticks, and which it could name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from aos_check.history.code_owners import code_of
from aos_check.history.commit_policy import CommitPolicy
from aos_check.history.messages import Message
from aos_check.history.snapshots import SnapshotDiff
from aos_check.history.spec_names import OtherState
from aos_check.history.task_finder import TaskFinder, address_of
from aos_check.history.worded_references import patterned, worded
from aos_check.model.change import NamedTask
from aos_check.model.document import State


def in_message(
    message: Message, finder: TaskFinder, kinds: Collection[str], patterns: Sequence[str] = ()
) -> tuple[tuple[NamedTask, ...], tuple[NamedTask, ...]]:
    """The tasks that the message names, and what may be meant as the name of one.

    The project's own patterns count only if no address names a task, and words only if no pattern
    does. A revert quotes the words of another commit.
    """
    addresses = [it for it in message.references if it.certain or "subject" in kinds]
    sure, unsure = finder.written(addresses)
    if sure or message.reverts:
        return sure, unsure
    found = tuple(finder.worded(patterned(message, patterns)))
    if not found and "words" in kinds:
        found = tuple(finder.worded(worded(message)))
    return found, unsure


def named_tasks(
    message: Message,
    finder: TaskFinder,
    kinds: Collection[str],
    patterns: Sequence[str],
    start: OtherState | None,
) -> tuple[NamedTask, ...]:
    """The tasks that a commit with code names.

    A tick is a reference if the message names no task, and if the task was not done at the `start`
    of the range. What may be meant counts, unless the message says that no task describes it.
    """
    sure, unsure = in_message(message, finder, kinds, patterns)
    ticked = tuple(finder.ticked(start)) if "tick" in kinds and not sure else ()
    return sure or ticked or (() if message.maintenance else unsure)


def tasks_to_name(
    message: Message,
    diff: SnapshotDiff,
    policy: CommitPolicy,
    branch: Callable[[], str],
    chosen: Callable[[], str],
) -> tuple[str, ...]:
    """The addresses of the tasks that the next commit certainly works on, if it names none.

    These are the tasks that it finishes. If it finishes none and does not have to, it is the
    only task in progress in the spec of a bare id.
    """
    before, after, paths = diff
    finder = TaskFinder(before, after, diff.change(), branch=branch, chosen=chosen)
    # An address in a subject is no reason to write none.
    in_words = message._replace(references=())
    named, _ = in_message(in_words, finder, policy.references, policy.patterns)
    if named or finder.finished:
        return () if named else finder.finished
    # That a task is in progress proves nothing, so a project must have allowed it.
    code, _ = code_of(paths, (after, before), policy)
    specs = finder.likely_specs() if code and policy.require != "done" else []
    if len(specs) != 1:
        return ()
    begun = [task for task in specs[0].all_tasks() if task.state is State.IN_PROGRESS]
    lowest = [task for task in begun if not any(sub in begun for sub in task.subtasks)]
    return (address_of(specs[0], lowest[0], after),) if len(lowest) == 1 else ()
