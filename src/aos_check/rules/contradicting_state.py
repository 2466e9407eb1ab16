"""The state of a workflow contradicts its definition or its tasks.

The state says that phases are over which the definition does not have, or whose tasks are still
open. The next session continues from it, on work that may not exist. Find out which is right: tick
the tasks that are done, or set the phases in the state back. A finished workflow may stand one
phase after its last. Tasks are compared where the phases come from the task list. The spec may have
moved to another folder since. A state of a workflow that is not defined, although others are, is
information.

## Flagged: open tasks in passed phases

```md .praxis-os/specs/approved/2025-10-08-login/tasks.md
# Implementation Tasks

## Phase 1: Form

- [x] **Task 1.1**: Add the form
- [ ] **Task 1.2**: Test the form

## Phase 2: Session

- [ ] **Task 2.1**: Keep the session

## Phase 3: Release

- [ ] **Task 3.1**: Release
```

```json .praxis-os/.cache/state/4f1c.json GATE010:4
{
  "workflow_type": "spec_execution_v1",
  "target_file": ".praxis-os/specs/review/2025-10-08-login",
  "completed_phases": [0, 1, 2],
  "current_phase": 3,
  "checkpoints": {}
}
```

## Flagged: a phase and a workflow that are not defined

```json .praxis-os/workflows/build_v1/metadata.json
{
  "workflow_type": "build_v1",
  "phases": [
    {"phase_number": 0, "phase_name": "Plan"},
    {"phase_number": 1, "phase_name": "Build"}
  ]
}
```

```json .praxis-os/.cache/state/4f1c.json GATE010:8
{
  "workflow_type": "build_v1",
  "completed_phases": [0, 1, 2],
  "current_phase": 3,
  "checkpoints": {
    "0": "passed",
    "1": "passed",
    "2": "passed"
  }
}
```

```json .praxis-os/.cache/state/9b20.json GATE010:1
{
  "workflow_type": "built_v1",
  "completed_phases": [],
  "current_phase": 0,
  "checkpoints": {}
}
```

## Accepted

```json .praxis-os/workflows/build_v1/metadata.json
{
  "workflow_type": "build_v1",
  "phases": [
    {"phase_number": 0, "phase_name": "Plan"},
    {"phase_number": 1, "phase_name": "Build"}
  ]
}
```

```json .praxis-os/.cache/state/4f1c.json
{
  "workflow_type": "build_v1",
  "completed_phases": [0, 1],
  "current_phase": 2,
  "checkpoints": {"0": "passed", "1": "passed"}
}
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from posixpath import basename, dirname

from aos_check.model.finding import Problem, Related, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.model.spec import Spec
from aos_check.model.task import Task
from aos_check.model.wording import listed
from aos_check.model.workflow import Phase, Workflow
from aos_check.model.workflow_definition import WorkflowDefinition
from aos_check.progress.tasks import first_and_more, point_to_open

_OF_ITS_OWN = ("peer", "records")  # kinds of records that are not workflows of prAxIs OS


@project_rule("GATE010", doc=__doc__, severity=Severity.WARNING, weak=Severity.INFO)
def contradicting_state(project: Project) -> Verdicts:
    """Compare every recorded state with the definition of its workflow, and with its tasks."""
    definitions = {it.kind: it for it in project.definitions}
    for workflow in project.workflows:
        if workflow.errors or workflow.kind in _OF_ITS_OWN:
            continue
        definition = definitions.get(workflow.kind)
        if definition:
            yield from _unknown_phases(workflow, definition)
        elif definitions:
            yield Problem(
                at=workflow.at,
                message=f'no workflow is called "{workflow.kind}"',
                help=f"use a workflow that is defined ({listed(sorted(definitions))}), "
                "or delete the state",
                weak=True,
            )
        if definition.dynamic if definition else "execution" in workflow.kind:
            yield from _open_tasks(workflow, project.specs)


def _unknown_phases(workflow: Workflow, definition: WorkflowDefinition) -> Iterator[Problem]:
    """Report the recorded phases that the definition does not have."""
    if definition.dynamic or not definition.phases:
        return
    unknown = [it for it in workflow.phases if not definition.phase(it.number)]
    beyond = max(it.number for it in definition.phases) + 1
    wrong = [it for it in unknown if it.state != "pending" and not _is_end(it, beyond)]
    if wrong:
        yield Problem(
            at=wrong[0].at,
            message=f"the state has {_called(wrong)}, but {workflow.kind} does not",
            help="correct the state, or add the phase to the metadata of the workflow",
            related=tuple(Related(it.at, "here too") for it in wrong[1:6]),
        )


def _called(phases: Sequence[Phase]) -> str:
    """The phases in a message: `phase 1`, `phases 1 and 2`."""
    numbers = listed([str(phase.number) for phase in phases])
    return f"phases {numbers}" if phases[1:] else f"phase {numbers}"


def _is_end(phase: Phase, beyond: int) -> bool:
    """True for the phase that a finished workflow stands at."""
    return phase.number == beyond and phase.state == "in-progress" and not phase.evidence


def _open_tasks(workflow: Workflow, specs: Iterable[Spec]) -> Iterator[Problem]:
    """Report the open tasks in phases that have passed."""
    path = workflow.target.rstrip("/")
    name = basename(dirname(path) if path.endswith(".md") else path)
    for spec in (it for it in specs if name and name in (it.id, it.slug)):
        still_open = _open_by_phase(spec)
        passed = [
            it for it in workflow.phases if it.state == "passed" and str(it.number) in still_open
        ]
        if passed:
            left = [task for phase in passed for task in still_open[str(phase.number)]]
            yield Problem(
                at=passed[0].at,
                spec=spec.id,
                message=f"the state says that {_called(passed)} of {spec.id} passed, but tasks are "
                f"open: {first_and_more(left)}",
                help="tick the tasks that are done, or set the phase in the state back",
                related=point_to_open(left),
            )


def _open_by_phase(spec: Spec) -> dict[str, list[Task]]:
    """The open tasks by their phase: that of their heading, else the number before the dot."""
    found: dict[str, list[Task]] = {}
    for group in spec.tasks.groups if spec.tasks and spec.tasks.tracked else ():
        for task in (task for top in group.tasks for task in top.walk() if task.still_open):
            number = group.id if group.word == "phase" else task.id.partition(".")[0]
            found.setdefault(number or "", []).append(task)
    return found
