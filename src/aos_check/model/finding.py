"""Places, problems, findings and the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from aos_check.model.edit import Edit


class Severity(str, Enum):
    """The severity of a finding; only an error fails a run by default."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


MESSAGE = ""
"""The path of a place in a commit's message."""


class Place(NamedTuple):
    """A position in a file: `path` relative to the root with `/`, `line` and `column` from 1.

    With the path MESSAGE it is a position in a commit's message.
    """

    path: str
    line: int = 1
    column: int = 1


class Related(NamedTuple):
    """A second place that explains a problem, and the reason."""

    at: Place
    message: str


class Problem(NamedTuple):
    """A defect found by a rule: its place, a sentence about it, and a sentence on the fix.

    `weak` marks the lesser form of a rule that has two severities. If it is `strict`, no layout
    makes it milder. `task` is the id of the task;
    `spec` is needed only if the place is outside the spec's folder, `commit` only if a rule on a
    whole change reports a problem of one commit. `key` identifies the problem if its line does not,
    as when something is missing. Problems of one rule with the same `cause` become one finding.
    """

    at: Place
    message: str
    help: str
    related: tuple[Related, ...] = ()
    task: str | None = None
    spec: str | None = None
    weak: bool = False
    strict: bool = False
    commit: str = ""
    key: str = ""
    cause: str = ""


class NotEvaluated(NamedTuple):
    """The reason why a rule cannot judge: without it, silence would look like success.

    `applies` is false if the rule is about something that this check or this project does not have,
    such as commits in a check of the worktree. The text format mentions it only with `--verbose`.
    """

    reason: str
    applies: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem with its rule, ready for the report.

    `fingerprint` is its identity in one run, `likeness` what it shares with findings that look the
    same. It is `inherited` if it stood before the checked change, and `baselined` if the baseline
    lists it, and `observed` if the project only observes: then it is information. It is `fixable`
    if the report has a fix for it.
    """

    code: str
    name: str
    severity: Severity
    problem: Problem
    spec: str | None
    fingerprint: str
    commit: str | None = None
    baselined: bool = False
    inherited: bool = False
    observed: bool = False
    fixable: bool = False
    source: str = field(default="", compare=False)
    likeness: str = field(default="", compare=False)

    @property
    def counts(self) -> bool:
        """True when it can fail the run."""
        return not (self.baselined or self.inherited)

    @property
    def would_fail(self) -> bool:
        """True for an error that fails nothing only because the project observes."""
        return self.observed and self.counts and self.severity is Severity.ERROR

    @property
    def level(self) -> Severity:
        """The severity to show to a platform, which acts on it."""
        return Severity.INFO if self.observed else self.severity


class Fix(NamedTuple):
    """The edit that removes a finding and brings no other."""

    finding: Finding
    edit: Edit


class FixedFile(NamedTuple):
    """The content of a file before and after all fixes."""

    before: bytes
    after: bytes


class Fixes(NamedTuple):
    """The fixes of a report, in the order in which to make them, and the files that they change.

    Some are for findings that an earlier one would bring.
    """

    made: tuple[Fix, ...] = ()
    files: Mapping[str, FixedFile] = MappingProxyType({})


class Counts(NamedTuple):
    """The numbers of things that were checked."""

    projects: int = 0
    specs: int = 0
    tasks: int = 0
    decisions: int = 0
    commits: int = 0
    maintenance_commits: int = 0


class Unjudged(NamedTuple):
    """A rule that was not evaluated, or not fully, and the reason. See `NotEvaluated`."""

    code: str
    reason: str
    applies: bool = True


class Waived(NamedTuple):
    """A finding that its commit waived, and the reason."""

    code: str
    commit: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a run: findings in reading order, what was not evaluated, and counts.

    `notes` are about changes that a branch makes to the rules, `trusted` about settings that take
    claims on trust. `observing` is the day since which the project observes; "" if it enforces.
    Only findings in `paths` are listed, if there are any.
    """

    mode: str
    findings: tuple[Finding, ...]
    not_evaluated: tuple[Unjudged, ...]
    checked: Counts
    waived: tuple[Waived, ...] = ()
    notes: tuple[str, ...] = ()
    trusted: tuple[str, ...] = ()
    observing: str = ""
    paths: tuple[str, ...] = ()
    fixes: Fixes = field(default_factory=Fixes)

    def fails(self, *, strict: bool) -> bool:
        """True when a finding fails the run: an error, or with `strict` a warning too."""
        failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
        return any(it.level in failing and it.counts for it in self.findings)
