"""Evidence or recorded state does not match its schema.

Examples are a count written as a sentence, an unknown status, or a repeated key. The next reader of
such a record misreads it, or stops. Write the value in the type that the gate definition requires,
and the record in the format that its tool writes. The `validators` of a gate definition are code
and are not run.

## Flagged

```yaml .praxis-os/workflows/spec_execution_v1/phases/1/gate-definition.yaml
checkpoint:
  strict: true
evidence_schema:
  tests_passing:
    type: integer
    required: true
  reviewed:
    type: yes-or-no  # GATE002
```

```yaml .praxis-os/workflows/spec_execution_v1/phases/2/gate-definition.yaml
checkpoint:
  strict: true
evidence_schema:
  tests_passing:
    type: integer
    required: true
```

```json .praxis-os/.cache/state/4f1c.json GATE002:8
{
  "workflow_type": "spec_execution_v1",
  "current_phase": 3,
  "completed_phases": [1, 2],
  "phase_artifacts": {"2": {"evidence": {"tests_passing": "150 of 151"}}},
  "checkpoints": {
    "1": "passed",
    "2": "passed"
  }
}
```

```json .praxis-os/.cache/state/9b20.json GATE002:6
{
  "workflow_type": "spec_execution_v1",
  "current_phase": 1,
  "completed_phases": [],
  "checkpoints": {
    "1": "almost"
  }
}
```

## Accepted

```yaml .praxis-os/workflows/spec_execution_v1/phases/1/gate-definition.yaml
checkpoint:
  strict: true
evidence_schema:
  tests_passing:
    type: integer
    required: true
  reviewed:
    type: boolean
```

```json .praxis-os/.cache/state/4f1c.json
{
  "workflow_type": "spec_execution_v1",
  "current_phase": 2,
  "completed_phases": [1],
  "phase_artifacts": {"1": {"evidence": {"tests_passing": 12, "reviewed": true}}},
  "checkpoints": {"1": "passed"}
}
```
"""

from __future__ import annotations

from aos_check.model.finding import NotEvaluated, Problem, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.model.workflow import Demand, Phase
from aos_check.reading.schemas import kind_of


@project_rule("GATE002", doc=__doc__, severity=Severity.ERROR)
def invalid_evidence(project: Project) -> Verdicts:
    """Check every record against its schema, and its evidence against the types in the gate."""
    with_code: dict[str, None] = {}
    if project.live_gap:
        yield NotEvaluated(project.live_gap)
    for workflow in project.workflows:
        for error in workflow.errors:
            yield Problem(at=error.at, message=error.text, help=_REMEDY)
        for phase in workflow.phases:
            for demand, value in _submitted(phase):
                if demand.validator:
                    with_code[workflow.kind] = None
                if not isinstance(value, _TYPES[demand.type]) or _is_disguised(value, demand):
                    yield _wrong_type(phase, demand, value)
    for kind in with_code:
        yield NotEvaluated(f"the validators in the gates of {kind} are code and are not run")


_REMEDY = "correct the record, or have its tool write it again"
_TYPES: dict[str, type] = {
    "boolean": bool,
    "integer": int,
    "string": str,
    "list": list,
    "object": dict,
    "dict": dict,
}


def _submitted(phase: Phase) -> list[tuple[Demand, object]]:
    """The evidence for each demand. A failed phase has none that needs a check."""
    if phase.state == "failed":
        return []
    found = ((demand, phase.evidence.get(demand.name)) for demand in phase.demands or ())
    return [(demand, value) for demand, value in found if value is not None]


def _is_disguised(value: object, demand: Demand) -> bool:
    """Return True for a boolean instead of an integer: in Python a bool is an int."""
    return isinstance(value, bool) and demand.type == "integer"


def _wrong_type(phase: Phase, demand: Demand, value: object) -> Problem:
    article = "an" if demand.type in ("integer", "object") else "a"
    return Problem(
        at=phase.at,
        message=f"{demand.name} of {phase.title} is {kind_of(value)}, not {article} {demand.type}",
        help=f"record {demand.name} as {article} {demand.type}, as its gate definition requires",
    )
