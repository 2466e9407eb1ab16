"""The verdicts on specs, kept from one check to the next as long as a spec stays the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from aos_check.model.finding import NotEvaluated, Problem
from aos_check.model.rule import Rule, Verdicts
from aos_check.model.spec import Spec


@dataclass(frozen=True, slots=True)
class _Judged:
    """The verdicts of one rule. Each spec is kept, so that no other one gets its id."""

    rule: Rule
    arguments: Mapping[str, object]
    verdicts: dict[int, tuple[Spec, Sequence[Problem | NotEvaluated]]] = field(default_factory=dict)


class SpecVerdicts:
    """The verdicts of the last check. They hold for the same spec and the same arguments."""

    def __init__(self) -> None:
        self._known: dict[str, _Judged] = {}
        self._used: dict[str, _Judged] = {}

    def of(self, rule: Rule, specs: Iterable[Spec], arguments: Mapping[str, object]) -> Verdicts:
        """The verdicts of the rule with these arguments."""
        known = self._known.get(rule.code)
        same = known is not None and known.rule is rule and known.arguments == arguments
        before = known.verdicts if known and same else {}
        used = self._used.setdefault(rule.code, _Judged(rule, arguments)).verdicts
        for spec in specs:
            found = before.get(id(spec)) or (spec, tuple(rule.check(spec, **arguments)))
            used[id(spec)] = found
            yield from found[1]

    def turn(self) -> None:
        """End a check: forget the verdicts that it did not use."""
        self._known, self._used = self._used, {}
