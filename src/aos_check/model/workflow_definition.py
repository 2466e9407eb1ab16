"""The definition of a workflow: its phases, their files, and their gates."""

from __future__ import annotations

from typing import NamedTuple

from aos_check.model.document import Mark
from aos_check.model.finding import Place
from aos_check.model.workflow import Demand


class DefinedPhase(NamedTuple):
    """A phase of a definition. `missing` are the files that it names and that do not exist."""

    number: int
    name: str
    at: Place
    skippable: bool = False
    missing: tuple[str, ...] = ()


class DefinedGate(NamedTuple):
    """The gate of a phase. `untested` is the evidence whose validator the gate does not define."""

    phase: int
    at: Place
    demands: tuple[Demand, ...] = ()
    untested: tuple[Mark, ...] = ()


class WorkflowDefinition(NamedTuple):
    """A workflow as a team defines it.

    `metadata` is the place of the file that lists the phases; None if it does not exist. `folders`
    are the first file in the folder of each phase, by its number. `total` is the stated number of
    phases. `dynamic`: more phases come from the task list that the workflow works on.
    """

    kind: str
    metadata: Place | None = None
    phases: tuple[DefinedPhase, ...] = ()
    gates: tuple[DefinedGate, ...] = ()
    folders: tuple[tuple[int, Place], ...] = ()
    first: int | None = None
    total: int | None = None
    total_at: Place | None = None
    dynamic: bool = False

    @property
    def paths(self) -> list[str]:
        """The paths of its metadata and its gates."""
        return [at.path for at in (self.metadata, *(gate.at for gate in self.gates)) if at]

    def phase(self, number: int) -> DefinedPhase | None:
        """The phase with this number; of two with the same, the last."""
        return next((it for it in reversed(self.phases) if it.number == number), None)

    def demands(self, phase: int) -> tuple[Demand, ...] | None:
        """The demands of the phase's gate; None if it has no gate."""
        return next((it.demands for it in reversed(self.gates) if it.phase == phase), None)

    def skippable(self, number: int) -> bool:
        """True if the phase may be left out."""
        phase = self.phase(number)
        return phase is not None and phase.skippable
