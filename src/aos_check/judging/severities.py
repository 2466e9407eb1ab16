"""The severity of each rule, from the rule itself, the layout and the configuration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from aos_check.model.finding import Severity
from aos_check.model.rule import Rule
from aos_check.reading.layouts import Layout, Level


@dataclass(frozen=True, slots=True)
class Severities:
    """Layouts override a rule's own severity, and `levels`, the user's, override both."""

    layouts: Mapping[str, Layout] = field(default_factory=dict)
    levels: Mapping[str, Level] = field(default_factory=dict)

    def of(self, rule: Rule, *, weak: bool, layouts: Iterable[str]) -> Severity | None:
        """The severity of one form of `rule` under `layouts`; None when it is off."""
        weak = weak and rule.weak is not None
        level: str = rule.weak if weak and rule.weak else rule.severity
        for layout in (self.layouts[name] for name in layouts if name in self.layouts):
            changed = layout.weak if weak else layout.severity
            if rule.code in changed:
                level = changed[rule.code]
                break
        level = self.levels.get(rule.code, level)
        return None if level == "off" else Severity(level)

    def off(self, rule: Rule, layouts: Iterable[str]) -> bool:
        """Return True if a form of `rule` is off under one of `layouts`, or under none."""
        return any(
            self.of(rule, weak=weak, layouts=names) is None
            for names in ((), *((layout,) for layout in layouts))
            for weak in (False, True)
        )
