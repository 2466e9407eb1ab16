"""Recorded workflow state: phases, and the evidence that their gates require."""

from __future__ import annotations

from typing import Any, NamedTuple

from aos_check.model.document import Mark
from aos_check.model.finding import Place


class Demand(NamedTuple):
    """One piece of evidence that a gate requires; `validator` is code to test it."""

    name: str
    type: str
    required: bool
    validator: str = ""


class Phase(NamedTuple):
    """One recorded phase, and the demands of its gate (None: no gate is known)."""

    number: int
    name: str
    state: str  # pending | in-progress | passed | failed | skipped
    at: Place
    evidence: dict[str, Any]
    demands: tuple[Demand, ...] | None = None

    @property
    def title(self) -> str:
        """The phase in a message: `phase 2 (Technical Design)`."""
        return f"phase {self.number} ({self.name})" if self.name else f"phase {self.number}"


class Workflow(NamedTuple):
    """A record of phases in their order; `errors` are violations of its schema."""

    kind: str
    at: Place
    phases: tuple[Phase, ...] = ()
    errors: tuple[Mark, ...] = ()
