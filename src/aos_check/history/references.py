"""Decides which tasks a commit names: by its message, or by what it ticks."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from aos_check.history.messages import Message
from aos_check.history.spec_names import OtherState
from aos_check.history.task_finder import TaskFinder
from aos_check.history.worded_references import patterned, worded
from aos_check.model.change import NamedTask


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
