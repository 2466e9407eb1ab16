"""The phases in a valid record, each with its state, its evidence and its gate's demands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from aos_check.model.cycle import PHASES
from aos_check.model.finding import Place
from aos_check.model.workflow import Phase
from aos_check.model.workflow_definition import WorkflowDefinition
from aos_check.reading.structured import Data


def workflow_phases(record: Data, path: str, definition: WorkflowDefinition) -> Iterator[Phase]:
    """Each phase of a workflow's state in order, including skipped ones."""
    state = record.value
    recorded = {int(state["current_phase"]), *map(int, state["completed_phases"])}
    for key in ("checkpoints", "phase_artifacts", "evidence_submitted"):
        recorded.update(map(int, state.get(key, {})))
    for number in range(_begin(definition, recorded), max(recorded) + 1):
        evidence = _evidence(state, number)
        defined = definition.phase(number)
        yield Phase(
            number=number,
            name=defined.name if defined else "",
            state=_state(state, number, begun=bool(evidence), definition=definition),
            at=Place(path, _line(record, number)),
            evidence=evidence,
            demands=definition.demands(number),
        )


def _begin(definition: WorkflowDefinition, recorded: set[int]) -> int:
    """The number of the first phase. Some workflows count from 0, some from 1."""
    if definition.first is not None:
        return min(definition.first, *recorded)
    defined = {it.number for it in definition.phases} | {it.phase for it in definition.gates}
    return min(1, *recorded, *defined)


def _evidence(state: Mapping[str, Any], number: int) -> dict[str, Any]:
    """The evidence for a phase. Later versions of the engine store it separately."""
    artifact = state.get("phase_artifacts", {}).get(str(number), {})
    submitted = state.get("evidence_submitted", {}).get(str(number), {})
    return {**submitted, **artifact.get("evidence", {})}


def _state(
    state: Mapping[str, Any], number: int, *, begun: bool, definition: WorkflowDefinition
) -> str:
    """The state of a phase; its checkpoint decides if there is one."""
    checkpoint = state["checkpoints"].get(str(number))
    if checkpoint and checkpoint != "pending":
        return str(checkpoint)
    if checkpoint is None and number in state["completed_phases"]:
        return "passed"
    if begun or number == state["current_phase"]:
        return "in-progress"
    return "skipped" if checkpoint is None and definition.skippable(number) else "pending"


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
