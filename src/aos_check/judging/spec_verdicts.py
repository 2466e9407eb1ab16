"""The verdicts on specs, kept from one check to the next as long as a spec stays the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from aos_check.model.finding import NotEvaluated, Problem
from aos_check.model.rule import CHANGE, HISTORY, TODAY, Rule
from aos_check.model.spec import Spec


class _Known(NamedTuple):
    spec: Spec
    rule: Rule
    arguments: Mapping[str, object]
    verdicts: Sequence[Problem | NotEvaluated]


class SpecVerdicts:
    """The verdicts of the last check that only the spec and the options decide."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], _Known] = {}
        self._used: dict[tuple[str, int], _Known] = {}

    def of(
        self, rule: Rule, spec: Spec, arguments: Mapping[str, object]
    ) -> Sequence[Problem | NotEvaluated]:
        """The verdicts of the rule with these arguments."""
        key = rule.code, id(spec)
        known = self._known.get(key)
        if known is None or known.rule is not rule or known.arguments != arguments:
            # The spec is kept, so that no other one gets its id.
            known = _Known(spec, rule, arguments, tuple(rule.check(spec, **arguments)))
        if not _depends_on_more(arguments):
            self._used[key] = known
        return known.verdicts

    def turn(self) -> None:
        """End a check: forget the verdicts that it did not use."""
        self._known, self._used = self._used, {}


def _depends_on_more(arguments: Mapping[str, object]) -> bool:
    """True if more than the spec and the options decides."""
    return any(arguments.get(name) is not None for name in (TODAY, HISTORY, CHANGE))
