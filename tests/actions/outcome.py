"""What became of an action and of each of its steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from tests.actions.commands import Annotation, Log

State = Literal["success", "failure", "skipped"]


@dataclass(frozen=True, slots=True)
class StepOutcome:
    """What became of one step."""

    id: str
    name: str
    outcome: State
    conclusion: State
    """The outcome, but success for a failure that `continue-on-error` forgives."""
    script: str = ""
    """The script as it was run, every expression replaced."""
    log: Log = field(default_factory=lambda: Log(""))
    outputs: Mapping[str, str] = field(default_factory=dict)
    summary: str = ""
    annotations: tuple[Annotation, ...] = ()
    """All of them, before any limit."""

    def context(self) -> dict[str, object]:
        """What later steps may ask of it, as `steps.ID`."""
        return {
            "outputs": self.outputs,
            "outcome": self.outcome,
            "conclusion": self.conclusion,
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the action."""

    conclusion: State
    outputs: Mapping[str, str]
    steps: tuple[StepOutcome, ...]
    summary: str
    annotations: tuple[Annotation, ...]
    """Those that GitHub shows."""
    dropped: Counter[str]
    """How many of each kind it does not."""
    environment: Mapping[str, str]
    """What the action sets for the steps of the workflow that follow."""
    folders: tuple[str, ...]
    """What it puts before their path, first one first."""

    @property
    def log(self) -> str:
        """What all steps wrote."""
        return "".join(step.log.text for step in self.steps)

    def step(self, name: str) -> StepOutcome:
        """The step of this id or name."""
        return next(step for step in self.steps if name in (step.id, step.name))
