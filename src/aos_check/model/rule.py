"""A rule: a code, a severity, its documentation, and the function that finds problems."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from aos_check.model.change import Change, Commit
from aos_check.model.document import Ignore
from aos_check.model.finding import NotEvaluated, Problem, Severity
from aos_check.model.project import Project
from aos_check.model.spec import Spec

if TYPE_CHECKING:
    from typing import Concatenate

Verdicts: TypeAlias = Iterator[Problem | NotEvaluated]
OptionValue: TypeAlias = bool | int | str | tuple[str, ...]

TODAY, HISTORY, CHANGE = "today", "history", "change"
"""The keyword parameters that every rule may have, besides those for its options."""


@dataclass(frozen=True, slots=True)
class Suppressions:
    """The suppressions of a run that silenced nothing, and those without a reason.

    `names` are the codes and names of all rules.
    """

    unused: tuple[Ignore, ...]
    unreasoned: tuple[Ignore, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """A setting of one rule: its key in the configuration, its default and an explanation.

    A configured value must have the type of the default.
    """

    key: str
    default: OptionValue
    doc: str

    @property
    def parameter(self) -> str:
        """The rule's keyword parameter that gets the value."""
        return self.key.replace("-", "_")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. `check` takes a value of the type `judges`, and `needs` as keyword arguments.

    `weak` is the severity of its lesser form, if it has one. `doc` is Markdown: the title, a
    paragraph on the harm and the remedy, then examples that run as tests.
    """

    code: str
    name: str
    severity: Severity
    doc: str
    judges: type
    check: Callable[..., Verdicts]
    weak: Severity | None = None
    options: tuple[Option, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The first line of the documentation, without its full stop."""
        return self.doc.strip().splitlines()[0].rstrip(".")


Subject = TypeVar("Subject")


@dataclass(frozen=True, slots=True)
class _Decorator(Generic[Subject]):
    """Turns a function into a rule. Its first parameter has the type `judges`.

    The function's name is the rule's name. Its keyword-only parameters are what else it needs:
    `today`, `history`, `change` (the change under check, None for a tree alone), or the parameter
    of one of its options.
    """

    judges: type[Subject]

    def __call__(
        self,
        code: str,
        *,
        doc: str | None,
        severity: Severity,
        weak: Severity | None = None,
        options: tuple[Option, ...] = (),
    ) -> Callable[[Callable[Concatenate[Subject, ...], Verdicts]], Rule]:
        def make(check: Callable[Concatenate[Subject, ...], Verdicts]) -> Rule:
            name = check.__name__.replace("_", "-")
            needs = _needs(check, options)
            return Rule(code, name, severity, doc or "", self.judges, check, weak, options, needs)

        return make


def _needs(check: Callable[..., Verdicts], options: tuple[Option, ...]) -> tuple[str, ...]:
    """The keyword-only parameters of `check`. Raises TypeError if nothing can fill one."""
    parameters = inspect.signature(check).parameters.values()
    needs = tuple(each.name for each in parameters if each.kind is each.KEYWORD_ONLY)
    of_options = {option.parameter for option in options}
    if of_options - set(needs) or set(needs) - {TODAY, HISTORY, CHANGE, *of_options}:
        raise TypeError(
            f"the keyword-only parameters of {check.__name__} must be its options"
            f" and, where needed, {TODAY}, {HISTORY} and {CHANGE}"
        )
    return needs


spec_rule = _Decorator(Spec)
"""Makes a rule that checks one spec alone. Its verdicts hold as long as the spec stays the same."""

project_rule = _Decorator(Project)
"""Makes a rule that checks one project."""

change_rule = _Decorator(Change)
"""Makes a rule that checks the difference between two trees."""

commit_rule = _Decorator(Commit)
"""Makes a rule that checks one commit and its message."""

suppression_rule = _Decorator(Suppressions)
"""Makes a rule that checks the suppressions, after all other rules have run."""
