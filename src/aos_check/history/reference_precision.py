"""Measures how often each kind of reference names the right spec, in a history.

A commit that finishes tasks of exactly one spec proves which spec it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from aos_check.history.commits import SnapshotDiff
from aos_check.history.messages import Message
from aos_check.history.task_finder import TaskFinder
from aos_check.history.worded_references import patterned, worded
from aos_check.model.change import Change
from aos_check.reading.discovery import SpecFolder


class Precision(NamedTuple):
    """The commits in which a reference names one spec, and those in which it is the right one."""

    named: int = 0
    right: int = 0


class MeasuredCommit(NamedTuple):
    """A commit with the name of its branch, "" if it is unknown."""

    message: Message
    diff: SnapshotDiff
    branch: str = ""


def precision(
    commits: Iterable[MeasuredCommit], patterns: Sequence[str] = ()
) -> tuple[int, dict[str, Precision]]:
    """The number of commits that tick exactly one spec, and the precision of each reference."""
    measured, found = 0, dict[str, Precision]()
    for commit in commits:
        specs = {spec.path for spec, _ in commit.diff.change(roadmap=False).finished()}
        if len(specs) != 1:
            continue
        measured += 1
        for kind, meant in _meant(commit, patterns).items():
            named, right = found.get(kind, Precision())
            sure = len(meant) == 1
            found[kind] = Precision(named + sure, right + (sure and meant == specs))
    return measured, found


def _meant(commit: MeasuredCommit, patterns: Sequence[str]) -> Mapping[str, set[str]]:
    """The paths of the specs that each kind of reference means, without a look at the ticks."""
    message, (before, after, _), branch = commit
    finder = TaskFinder(before, after, Change(), branch=lambda: branch)
    sure, _ = finder.written(message.references)
    in_words = finder.worded(worded(message))
    in_patterns = finder.worded(patterned(message, patterns))
    open_specs = {spec.path for spec in finder.open_specs()}
    known = open_specs & before.found.folders.keys()
    underway = {path for path in known if before.spec(path).first_started()}
    return {
        "trailer or subject": {it.spec.path for it in sure if it.spec},
        "words": {it.spec.path for it in in_words if it.spec},
        "patterns": {it.spec.path for it in in_patterns if it.spec},
        "one open spec": open_specs,
        "one spec under way": underway,
        "name of the branch": {spec.path for spec in finder.branch_specs()},
        "slug in the message": set(_with_slug(message, after.found.folders.values())),
    }


def _with_slug(message: Message, folders: Iterable[SpecFolder]) -> Iterator[str]:
    """The specs whose slug is a part of the message."""
    words = set(re.findall(r"[\w-]+", message.text.lower()))
    return (it.path for it in folders if it.slug.lower() in words)
