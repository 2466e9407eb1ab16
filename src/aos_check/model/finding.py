"""Where a problem is, what a rule says of it, and what the report makes of that."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple


class Severity(str, Enum):
    """How much a finding weighs; only an error fails a run by itself."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


MESSAGE = ""
"""The path of a place in a commit's message."""


class Place(NamedTuple):
    """A position in a file: `path` relative to the root with `/`, `line` and `column` from 1.

    With the path MESSAGE it is one in a commit's message.
    """

    path: str
    line: int = 1
    column: int = 1


class Related(NamedTuple):
    """A second place that explains a problem, with a word on why."""

    at: Place
    message: str


class Problem(NamedTuple):
    """What a rule yields: one defect at one place, in a sentence, and the way out in another.

    `weak` marks the lesser form of a rule that has two severities. `task` is the id of the task
    concerned; `spec` is needed only where the place is outside the spec's own folder, `commit` only
    where the problem is that of one commit and its rule judges a whole change.
    """

    at: Place
    message: str
    help: str
    related: tuple[Related, ...] = ()
    task: str | None = None
    spec: str | None = None
    weak: bool = False
    commit: str = ""


class NotEvaluated(NamedTuple):
    """What a rule yields when it cannot judge: the reason, so that silence is not success."""

    reason: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem signed with its rule, ready to be reported."""

    code: str
    name: str
    severity: Severity
    problem: Problem
    spec: str | None
    fingerprint: str
    commit: str | None = None
    baselined: bool = False
    source: str = field(default="", compare=False)


class Counts(NamedTuple):
    """How much was looked at; a report with nothing in it is no success."""

    projects: int = 0
    specs: int = 0
    tasks: int = 0
    decisions: int = 0
    commits: int = 0


class Unjudged(NamedTuple):
    """A rule that was not evaluated, or not in full, and why."""

    code: str
    reason: str


class Waived(NamedTuple):
    """A finding that its commit waived, and why."""

    code: str
    commit: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a run: findings in reading order, what was not evaluated, and counts.

    `notes` say what a branch would change about the rules that judge it.
    """

    mode: str
    findings: tuple[Finding, ...]
    not_evaluated: tuple[Unjudged, ...]
    checked: Counts
    waived: tuple[Waived, ...] = ()
    notes: tuple[str, ...] = ()

    def fails(self, *, strict: bool) -> bool:
        """True when a finding fails the run: an error, or with `strict` a warning too."""
        failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
        return any(it.severity in failing and not it.baselined for it in self.findings)
