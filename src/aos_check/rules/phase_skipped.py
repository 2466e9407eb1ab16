"""Recorded phases are out of order.

Each phase builds on the one before it. Otherwise an unfinished plan is executed, or a design
without agreement is split into tasks. Finish the earlier phase, or record that it was skipped on
purpose.

## Flagged

```json .praxis-os/.cache/state/4f1c.json GATE003:8
{
  "workflow_type": "spec_creation_v1",
  "current_phase": 4,
  "completed_phases": [0, 1, 3],
  "checkpoints": {
    "0": "passed",
    "1": "passed",
    "3": "passed"
  }
}
```

```json .agent-os/specs/2025-10-08-login/cycle.json GATE003:5
{
  "cycle_id": "peer.spec.login.cycle.1",
  "phases": {
    "plan": {"status": "in_progress"},
    "execute": {"status": "completed", "output": {"files": 3}},
    "express": {"status": "pending"},
    "review": {"status": "pending"}
  }
}
```

## Accepted

```json .praxis-os/.cache/state/4f1c.json
{
  "workflow_type": "spec_creation_v1",
  "current_phase": 4,
  "completed_phases": [0, 1, 3],
  "checkpoints": {
    "0": "passed",
    "1": "passed",
    "2": "skipped",
    "3": "passed"
  }
}
```

```json .agent-os/specs/2025-10-08-login/cycle.json
{
  "cycle_id": "peer.spec.login.cycle.1",
  "phases": {
    "plan": {"status": "complete"},
    "execute": {"status": "in_progress"},
    "express": {"status": "pending"},
    "review": {"status": "pending"}
  }
}
```
"""

from __future__ import annotations

from aos_check.model.finding import NotEvaluated, Problem, Related, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.model.workflow import Phase, Workflow


@project_rule("GATE003", doc=__doc__, severity=Severity.ERROR)
def phase_skipped(project: Project) -> Verdicts:
    """Report every phase that started before the earlier ones were over."""
    if project.live_gap:
        yield NotEvaluated(project.live_gap)
    for workflow in project.workflows:
        left: list[Phase] = []  # neither passed nor skipped, and not reported yet
        for phase in workflow.phases:
            if left and phase.state in _BEGUN:
                yield _ahead(workflow, phase, left)
                left = []
            if phase.state not in ("passed", "skipped"):
                left.append(phase)


def _ahead(workflow: Workflow, phase: Phase, left: list[Phase]) -> Problem:
    first, *others = left
    # The phases of a peer cycle cannot be skipped.
    other_way = (
        f"set phase {phase.number} back to pending"
        if workflow.kind == "peer"
        else "record that it was skipped"
    )
    earlier = f"{len(left)} phases before it are neither passed nor skipped"
    return Problem(
        at=phase.at,
        message=f"{workflow.lead}{phase.title} is {_BEGUN[phase.state]}, but "
        + (earlier if others else f"{first.title} {_LEFT[first.state]}"),
        help=f"finish phase {first.number}, or {other_way}",
        related=tuple(Related(other.at, f"{other.title} {_LEFT[other.state]}") for other in left),
        key=workflow.lead,
    )


_BEGUN = {
    "in-progress": "in progress",
    "passed": "recorded as passed",
    "failed": "recorded as failed",
}
_LEFT = {"pending": "is pending", "in-progress": "is in progress", "failed": "failed"}
