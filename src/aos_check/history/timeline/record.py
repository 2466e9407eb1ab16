"""The types of a timeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import NamedTuple

from aos_check.history.timeline.life import Life
from aos_check.model.approval import ApprovalLevel
from aos_check.model.change import CommitRecord, PathChange
from aos_check.model.evidence import Evidence
from aos_check.model.forge import Forge

MAX_COMMITS = 2_000
"""The number of newest commits that are read."""


class Count(NamedTuple):
    """The number of done tasks, and of all known tasks."""

    done: int = 0
    known: int = 0


class FindingCounts(NamedTuple):
    """The numbers of findings by severity."""

    errors: int = 0
    warnings: int = 0
    infos: int = 0


class Sample(NamedTuple):
    """The progress of the tasks at a commit: in total, and for each spec by its id.

    `findings` are those that today's rules and settings find in its documents; None if unknown.
    """

    commit: str
    when: datetime
    total: Count
    specs: Mapping[str, Count]
    findings: FindingCounts | None = None


class Age(NamedTuple):
    """The day since which a finding has existed. `since` is None if it is not committed yet.

    `at_least`: the first sample already had it, so it may be older.
    """

    since: date | None
    at_least: bool = False


class Contribution(NamedTuple):
    """A commit's work on a spec: the tasks that it names and finishes, by their current ids.

    `brought` are the tasks that appear done in it, and `reopened` those that it takes back.
    `files` are the files of code that it changed, `others` the rest, and `changes` are those of all
    files. Its work was `undone` if a later commit reverts it, or if it only reverts another.
    `approval` is that of the spec after it.
    """

    commit: CommitRecord
    named: tuple[str, ...] = ()
    finished: tuple[str, ...] = ()
    brought: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    changes: tuple[PathChange, ...] = ()
    undone: bool = False
    approval: ApprovalLevel = ApprovalLevel.NONE

    @property
    def code(self) -> int:
        """The number of code files that it changed."""
        return len(self.files)


class MaintenanceCommit(NamedTuple):
    """A commit that no task describes, and the reason that it gives."""

    commit: CommitRecord
    reason: str


class MaintenanceMonth(NamedTuple):
    """The commits of a month (its first day) that change code, and the maintenance among them."""

    month: date
    maintenance: int
    code: int


class Work(NamedTuple):
    """The commits by the path of their spec, the latest first, and those that no task describes.

    `code` is the number of commits that change code. `months` are all with such a commit, in order.
    `lives` are by the path of the spec.
    """

    contributions: Mapping[str, tuple[Contribution, ...]]
    maintenance: tuple[MaintenanceCommit, ...] = ()
    code: int = 0
    months: tuple[MaintenanceMonth, ...] = ()
    lives: Mapping[str, Life] = {}


class FactKind(str, Enum):
    """A group of facts, which one part of the page shows."""

    HISTORY = "history"
    """Everything below."""
    PROGRESS = "progress"
    """The samples."""
    FINDINGS = "findings"
    """The age of findings, and their trend."""
    WORK = "work"
    """The commits of the specs, their lives, and the maintenance."""
    EVIDENCE = "evidence"
    """The evidence of each tick."""
    WORKTREE = "worktree"
    """The documents that are not committed."""


class Gap(NamedTuple):
    """The reason why a fact is unknown or incomplete, and what to do; "" if nothing can be done."""

    fact: FactKind
    reason: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.reason}; {self.remedy}" if self.remedy else self.reason


@dataclass(frozen=True, slots=True)
class Timeline:
    """The history of the specs up to `head` (None: there is no history).

    `samples` are in order; `touching` is the number of commits to choose them from. `ages` are by
    fingerprint. `work` is None if it is unknown, and so is `evidence`, which is by the path of a
    spec. `differing` are the documents that differ from `head`. `gaps` name unknown facts and the
    reasons. `forge` makes links to commits and lines; None if the remote is unknown.
    """

    head: CommitRecord | None = None
    samples: tuple[Sample, ...] = ()
    touching: int = 0
    ages: Mapping[str, Age] = field(default_factory=dict)
    work: Work | None = None
    evidence: Mapping[str, tuple[Evidence, ...]] | None = None
    differing: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    forge: Forge | None = None


def spread(number: int, most: int) -> list[int]:
    """At most `most` positions below `number`, evenly spaced, with the first and the last."""
    if number <= most:
        return list(range(number))
    return [round(step * (number - 1) / (most - 1)) for step in range(most)]
