"""Finds the ways in which a team names the spec of a commit, and how often each is right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from aos_check.history.messages import Message
from aos_check.history.messages import read as read_message
from aos_check.history.task_finder import TaskFinder
from aos_check.history.worded_references import patterned, worded
from aos_check.judging.replay.habits import brought_done, is_code
from aos_check.judging.replay.steps import Step, StepCommit
from aos_check.model.change import Change, NamedTask
from aos_check.model.replay import Convention, Share
from aos_check.reading.expressions import expression
from aos_check.reading.snapshot import Snapshot

TRAILER, SUBJECT = "trailer", "address in the subject"
WORDS, BARE = "words for spec and task", "id of a task alone"
SLUG, BRANCH = "name of the spec in the message", "name of the branch"
TICK, NONE = "tick in the same commit", "none"
WAYS = (TRAILER, SUBJECT, WORDS, BARE, SLUG, BRANCH, TICK, NONE)

_TASK = r"(?P<task>T?\d[\d.]*\d|\d)"
PATTERNS = (
    rf"^\w+\((?P<spec>[\w.-]+)\)!?: {_TASK}\b",
    rf"^(?P<spec>\d+[\w-]*)[ /:#]{_TASK}\b",
    rf"[(\[](?P<spec>[\w-]+)[ /:]{_TASK}[)\]]",
)
"""Patterns that may be worth a setting, each tried on the commits that no other way names."""

_WORD = expression(r"[\w.-]*[a-z][\w.-]*", re.IGNORECASE)
_MAX_TEXT = 4_000
_MIN_WORD = 4
_NUMBER = expression(r"(?:\w+[-_])?(\d+)(?![^-_/])", re.IGNORECASE)


class ConventionCounter:
    """Counts the ways step by step. A way is held against commits that tick exactly one spec."""

    def __init__(self, trailers: Sequence[str]) -> None:
        self._trailers = trailers
        self._code = 0
        self._used: Counter[str] = Counter()
        self._held: Counter[str] = Counter()
        self._right: Counter[str] = Counter()

    def add(self, step: Step) -> None:
        """Count the code commits of a step."""
        for each in filter(is_code, step.commits):
            self._add(each)

    def _add(self, each: StepCommit) -> None:
        self._code += 1
        ticked = brought_done(each.commit.change)
        found = {way: specs for way, specs in self._ways(each) if specs}
        self._used.update([*found, *([TICK] if ticked else [] if found else [NONE])])
        if len(ticked) == 1:
            self._held.update(found.keys())
            self._right.update(way for way, specs in found.items() if specs == ticked)

    def _ways(self, each: StepCommit) -> Iterator[tuple[str, set[str]]]:
        """Each way with the paths of the specs that it names."""
        message = read_message(each.record.message, each.record.trailers, self._trailers)
        diff = each.diff
        # Without its change, so that no tick helps to find a task.
        finder = TaskFinder(diff.before, diff.after, Change(), each.commit.code)
        for way, certain in ((TRAILER, True), (SUBJECT, False)):
            sure, _ = finder.written(it for it in message.references if it.certain is certain)
            if sure:
                yield way, _specs(sure)
                break
        else:
            yield from self._unaddressed(message, finder, diff.after)
        yield BRANCH, _named_by(each.branch, diff.after)

    def _unaddressed(
        self, message: Message, finder: TaskFinder, after: Snapshot
    ) -> Iterator[tuple[str, set[str]]]:
        """The ways of a message without an address, which would contain the name of the spec."""
        words = list(worded(message))
        yield WORDS, _specs(finder.worded(it for it in words if it.address.spec))
        yield BARE, _specs(finder.worded(it for it in words if not it.address.spec))
        yield SLUG, _named_in(message, after)
        if not words:
            for pattern in PATTERNS:
                yield pattern, _specs(finder.worded(patterned(message, [pattern])))

    def conventions(self) -> tuple[Convention, ...]:
        """The ways that the team uses, in the order of WAYS."""
        return tuple(map(self._convention, filter(self._used.get, WAYS)))

    def every(self) -> tuple[Convention, ...]:
        """The ways that the team uses, and the patterns that find tasks in its messages."""
        return (*self.conventions(), *map(self._convention, filter(self._used.get, PATTERNS)))

    def _convention(self, way: str) -> Convention:
        used, right = Share(self._used[way], self._code), Share(self._right[way], self._held[way])
        return Convention(way, used, right)


def _specs(named: Iterable[NamedTask]) -> set[str]:
    return {it.spec.path for it in named if it.spec}


def _named_in(message: Message, after: Snapshot) -> set[str]:
    """The specs whose folder or slug is a word of the message."""
    words = set(_WORD.findall(message.text[:_MAX_TEXT].lower()))
    find = after.found.directory.find
    found = (find(word.strip(".-")) for word in words if len(word) >= _MIN_WORD)
    return {folder.path for folders in found if len(folders) == 1 for folder in folders}


def _named_by(branch: str, after: Snapshot) -> set[str]:
    """The specs whose folder, slug or number a part of the branch's name is."""
    parts = branch.split("/")
    numbers = [number[1] for part in parts if (number := _NUMBER.match(part))]
    fitting = (after.found.directory.find(part) for part in (*parts, *numbers) if part)
    return {folders[0].path for folders in fitting if len(folders) == 1}
