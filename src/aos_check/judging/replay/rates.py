"""Counts what the rules would have stopped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from aos_check.judging.replay.steps import Landing, StepCommit
from aos_check.judging.replay.stops import Stops
from aos_check.model.finding import Finding
from aos_check.model.replay import Rates, RuleStops, Share, Stop, StoppedCommit

_SAMPLES = 3


@dataclass
class RateCounter:
    """Counts step by step."""

    commits: list[bool] = field(default_factory=list)
    branches: list[bool] = field(default_factory=list)
    steps: list[Stop] = field(default_factory=list)
    rules: dict[str, RuleStops] = field(default_factory=dict)

    def add(self, stops: Stops) -> None:
        """Count a step."""
        step = stops.step
        for each in step.commits:
            if not each.commit.unjudged:
                found = stops.commits.get(each.record.id, ())
                self.commits.append(bool(found))
                self._note(each, found, "commits")
        if not step.diff.has_project:
            return
        if step.kind is not Landing.COMMIT:
            self.branches.append(bool(stops.branch))
            self._note(step.commits[-1], stops.branch, "branches")
        self.steps.append(Stop(step.record.committed.date(), stops.stopped))

    def _note(self, commit: StepCommit, found: Iterable[Finding], column: str) -> None:
        """Count the commit or branch once for each rule."""
        for code, finding in {it.code: it for it in found}.items():
            known = self.rules.get(code, RuleStops(code, finding.name))
            known = known._replace(**{column: getattr(known, column) + 1})
            sample = StoppedCommit(commit.record.id, commit.subject, finding.problem.message)
            if len(known.samples) < _SAMPLES:
                known = known._replace(samples=(*known.samples, sample))
            self.rules[code] = known

    def rates(self) -> Rates:
        """The rates so far, the most frequent rules first."""
        rules = sorted(self.rules.values(), key=lambda it: (-it.commits - it.branches, it.code))
        return Rates(
            Share(sum(self.commits), len(self.commits)),
            Share(sum(self.branches), len(self.branches)),
            tuple(rules),
            tuple(self.steps),
        )
