"""A phase is recorded as passed without the required evidence.

A reader of the record believes that tests and reviews took place, but nothing proves it. Record the
evidence, or set the phase's checkpoint back to `pending`. This also applies with `strict: false` in
the gate definition, which only says whether the workflow engine stops.

## Flagged

```yaml .praxis-os/workflows/spec_execution_v1/phases/1/gate-definition.yaml
checkpoint:
  strict: true
evidence_schema:
  tests_passing:
    type: integer
    required: true
  review_notes:
    type: string
    required: false
```

```json .praxis-os/.cache/state/4f1c.json GATE001:8
{
  "workflow_type": "spec_execution_v1",
  "current_phase": 2,
  "completed_phases": [0, 1],
  "phase_artifacts": {"1": {"evidence": {"review_notes": "looks fine"}}},
  "checkpoints": {
    "0": "passed",
    "1": "passed"
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
  review_notes:
    type: string
    required: false
```

```json .praxis-os/.cache/state/4f1c.json
{
  "workflow_type": "spec_execution_v1",
  "current_phase": 1,
  "completed_phases": [],
  "checkpoints": {"0": "skipped", "1": "pending"}
}
```

```json .praxis-os/.cache/state/9b20.json
{
  "workflow_type": "spec_execution_v1",
  "current_phase": 2,
  "completed_phases": [1],
  "phase_artifacts": {"1": {"evidence": {"tests_passing": 12}}},
  "checkpoints": {"1": "passed"}
}
```
"""

from __future__ import annotations

from aos_check.model.finding import NotEvaluated, Problem, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.model.workflow import Phase


@project_rule("GATE001", doc=__doc__, severity=Severity.ERROR)
def missing_evidence(project: Project) -> Verdicts:
    """Report every passed phase without evidence that its gate requires."""
    without_gate: dict[str, dict[int, Phase]] = {}
    for workflow in project.workflows:
        for phase in workflow.phases:
            if phase.state != "passed":
                continue
            if phase.demands is None:
                without_gate.setdefault(workflow.kind, {})[phase.number] = phase
            elif absent := _absent(phase):
                yield Problem(
                    at=phase.at,
                    message=f"{phase.title} is recorded as passed without {', '.join(absent)}",
                    help=f"record the evidence for phase {phase.number}, or reopen its checkpoint",
                )
    for kind, phases in without_gate.items():
        listed = ", ".join(phase.name or str(number) for number, phase in sorted(phases.items()))
        yield NotEvaluated(f"{kind} has no valid gate definition for its passed phases: {listed}")


def _absent(phase: Phase) -> list[str]:
    """The names of the missing evidence. Null does not count as evidence."""
    return [
        demand.name
        for demand in phase.demands or ()
        if demand.required and phase.evidence.get(demand.name) is None
    ]
