"""The phases in a valid record, each with its state, its evidence and its gate's demands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from aos_check.model.cycle import PHASES
from aos_check.model.finding import Place
from aos_check.model.workflow import Demand, Phase
from aos_check.reading.structured import Data


@dataclass(slots=True)
class Plan:
    """The definition of a workflow: the names and demands of its phases, and the skippable ones."""

    names: dict[int, str] = field(default_factory=dict)
    skippable: set[int] = field(default_factory=set)
    first: int | None = None
    demands: dict[int, tuple[Demand, ...]] = field(default_factory=dict)

    def add_metadata(self, metadata: Mapping[str, Any]) -> None:
        """Add the names of the phases, and the first and skippable ones."""
        self.first = metadata.get("start_phase")
        for phase in metadata.get("phases", ()):
            number = phase["phase_number"]
            # A range such as "1-N" stands for phases that the task file defines.
            if isinstance(number, int):
                self.names[number] = phase.get("phase_name", "")
                if phase.get("skippable"):
                    self.skippable.add(number)

    def begins_at(self, recorded: set[int]) -> int:
        """The number of the first phase. Some workflows count from 0, some from 1."""
        if self.first is not None:
            return min(int(self.first), *recorded)
        return min(1, *recorded, *self.names, *self.demands)


def demands(gate: Mapping[str, Any]) -> tuple[Demand, ...]:
    """The demands of a gate definition; none if the gate is disabled."""
    if gate["checkpoint"].get("enabled") is False:
        return ()
    return tuple(
        Demand(
            name=name,
            type=wanted.get("type", "string"),
            required=wanted.get("required", False),
            validator=wanted.get("validator") or "",
        )
        for name, wanted in gate["evidence_schema"].items()
    )


def workflow_phases(record: Data, path: str, plan: Plan) -> Iterator[Phase]:
    """Each phase of a workflow's state in order, including skipped ones."""
    state = record.value
    recorded = {int(state["current_phase"]), *map(int, state["completed_phases"])}
    for key in ("checkpoints", "phase_artifacts", "evidence_submitted"):
        recorded.update(map(int, state.get(key, {})))
    for number in range(plan.begins_at(recorded), max(recorded) + 1):
        evidence = _evidence(state, number)
        yield Phase(
            number=number,
            name=plan.names.get(number, ""),
            state=_state(state, number, begun=bool(evidence), plan=plan),
            at=Place(path, _line(record, number)),
            evidence=evidence,
            demands=plan.demands.get(number),
        )


def _evidence(state: Mapping[str, Any], number: int) -> dict[str, Any]:
    """The evidence for a phase. Later versions of the engine store it separately."""
    artifact = state.get("phase_artifacts", {}).get(str(number), {})
    submitted = state.get("evidence_submitted", {}).get(str(number), {})
    return {**submitted, **artifact.get("evidence", {})}


def _state(state: Mapping[str, Any], number: int, *, begun: bool, plan: Plan) -> str:
    """The state of a phase; its checkpoint decides if there is one."""
    checkpoint = state["checkpoints"].get(str(number))
    if checkpoint and checkpoint != "pending":
        return str(checkpoint)
    if checkpoint is None and number in state["completed_phases"]:
        return "passed"
    if begun or number == state["current_phase"]:
        return "in-progress"
    return "skipped" if checkpoint is None and number in plan.skippable else "pending"


def _line(record: Data, number: int) -> int:
    """The line of a phase's checkpoint, else of its artifacts, else of the key that lists it."""
    state = record.value
    for key in ("checkpoints", "phase_artifacts", "evidence_submitted"):
        if (key, str(number)) in record.lines:
            return record.line(key, str(number))
    current = number == state["current_phase"] and number not in state["completed_phases"]
    return record.line("current_phase" if current else "completed_phases")


_CYCLE_STATES = {
    "pending": "pending",
    "in_progress": "in-progress",
    "completed": "passed",
    "complete": "passed",
    "failed": "failed",
    "error": "failed",
}


def cycle_phases(record: Data, path: str, within: tuple[str, ...] = ()) -> Iterator[Phase]:
    """The four phases of the cycle at the keys `within` of the record."""
    cycle = record.value
    for key in within:
        cycle = cycle[key]
    for number, name in enumerate(PHASES, 1):
        phase = cycle["phases"].get(name, {"status": "pending"})
        yield Phase(
            number=number,
            name=name,
            state=_CYCLE_STATES[phase["status"]],
            at=Place(path, record.line(*within, "phases", name)),
            evidence=phase.get("output") or {},
            demands=(),  # a cycle has no gates
        )
