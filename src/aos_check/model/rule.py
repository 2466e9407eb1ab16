"""What a rule is: a code, a name, a severity, its documentation and the function that judges."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from aos_check.model.change import Change, Commit
from aos_check.model.document import Ignore
from aos_check.model.finding import NotEvaluated, Problem, Severity
from aos_check.model.project import Project

Verdicts: TypeAlias = Iterator[Problem | NotEvaluated]


@dataclass(frozen=True, slots=True)
class Suppressions:
    """The suppressions of a run: those that silenced nothing, and those that give no reason.

    `names` are the codes and names of all rules.
    """

    unused: tuple[Ignore, ...]
    unreasoned: tuple[Ignore, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. `judges` is what `check` takes; `weak` the severity of its lesser form, if any.

    `doc` is Markdown: its first line is the title, its next paragraph says why it hurts and what
    to do, its fences are examples that are run as tests.
    """

    code: str
    name: str
    severity: Severity
    doc: str
    judges: type
    check: Callable[[Any], Verdicts]
    weak: Severity | None = None

    @property
    def title(self) -> str:
        """The first line of the documentation, without its full stop."""
        return self.doc.strip().splitlines()[0].rstrip(".")


def project_rule(
    code: str, *, doc: str | None, severity: Severity, weak: Severity | None = None
) -> Callable[[Callable[[Project], Verdicts]], Rule]:
    """Make a rule of a function that judges one project; the function's name is the rule's."""

    def make(check: Callable[[Project], Verdicts]) -> Rule:
        return Rule(code, _name(check), severity, doc or "", Project, check, weak)

    return make


def change_rule(
    code: str, *, doc: str | None, severity: Severity, weak: Severity | None = None
) -> Callable[[Callable[[Change], Verdicts]], Rule]:
    """Make a rule of a function that judges what differs between two trees."""

    def make(check: Callable[[Change], Verdicts]) -> Rule:
        return Rule(code, _name(check), severity, doc or "", Change, check, weak)

    return make


def commit_rule(
    code: str, *, doc: str | None, severity: Severity
) -> Callable[[Callable[[Commit], Verdicts]], Rule]:
    """Make a rule of a function that judges one commit with its message."""

    def make(check: Callable[[Commit], Verdicts]) -> Rule:
        return Rule(code, _name(check), severity, doc or "", Commit, check)

    return make


def suppression_rule(
    code: str, *, doc: str | None, severity: Severity
) -> Callable[[Callable[[Suppressions], Verdicts]], Rule]:
    """Make a rule of a function that judges the suppressions once all other rules have run."""

    def make(check: Callable[[Suppressions], Verdicts]) -> Rule:
        return Rule(code, _name(check), severity, doc or "", Suppressions, check)

    return make


def _name(check: Callable[..., Verdicts]) -> str:
    return check.__name__.replace("_", "-")
