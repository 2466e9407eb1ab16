"""The definition of a workflow contradicts itself.

The engine reports nothing of this. It leaves out a phase without metadata, a task whose file is
missing, and a test whose validator is not defined. Correct `metadata.json`, or add what it names.
Validators are code, so they are only looked up and never run.

## Flagged

```json .praxis-os/workflows/build_v1/metadata.json GATE009:3 GATE009:6 GATE009:15
{
  "workflow_type": "build_v1",
  "total_phases": 4,
  "phases": [
    {
      "phase_number": 0,
      "phase_name": "Plan",
      "tasks": [
        {"task_number": 1, "file": "task-1-read.md"},
        {"task_number": 2, "file": "task-2-ask.md"}
      ]
    },
    {"phase_number": 1, "phase_name": "Build", "file": "phases/1/phase.md"},
    {
      "phase_number": 3,
      "phase_name": "Review"
    }
  ]
}
```

```md .praxis-os/workflows/build_v1/phases/0/task-1-read.md
Read the spec.
```

```md .praxis-os/workflows/build_v1/phases/1/phase.md
Build it.
```

```yaml .praxis-os/workflows/build_v1/phases/1/gate-definition.yaml
checkpoint:
  strict: true
evidence_schema:
  tests_passing:
    type: integer
    required: true
    validator: positive  # GATE009
validators: {}
```

```md .praxis-os/workflows/build_v1/phases/3/phase.md
Review it.
```

```md .praxis-os/workflows/build_v1/phases/4/phase.md GATE009:1
Ship it.
```

## Flagged: phases without metadata, and a phase twice

```md .praxis-os/workflows/ship_v1/phases/1/phase.md GATE009:1
Ship it.
```

```json .praxis-os/workflows/build_v1/metadata.json GATE009:5
{
  "workflow_type": "build_v1",
  "phases": [
    {"phase_number": 0, "phase_name": "Plan"},
    {"phase_number": 0, "phase_name": "Build"}
  ]
}
```

## Accepted

```json .praxis-os/workflows/build_v1/metadata.json
{
  "workflow_type": "build_v1",
  "total_phases": 2,
  "phases": [
    {"phase_number": 0, "phase_name": "Plan"},
    {
      "phase_number": 1,
      "phase_name": "Build",
      "tasks": [{"task_number": 1, "file": "task-1-build.md"}]
    }
  ]
}
```

```md .praxis-os/workflows/build_v1/phases/0/phase.md
Plan it.
```

```md .praxis-os/workflows/build_v1/phases/1/task-1-build.md
Build it.
```

```yaml .praxis-os/workflows/build_v1/phases/1/gate-definition.yaml
checkpoint:
  strict: true
evidence_schema:
  tests_passing:
    type: integer
    required: true
    validator: positive
validators:
  positive: "lambda x: x > 0"
```

## Accepted: phases that come from the task list

```json .praxis-os/workflows/execute_v1/metadata.json
{
  "workflow_type": "execute_v1",
  "total_phases": "dynamic",
  "phases": [
    {"phase_number": 0, "phase_name": "Plan"},
    {"phase_number": "1-N", "phase_name": "One for each phase of tasks.md"}
  ]
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from aos_check.model.finding import Problem, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.model.wording import counted, listed, shortened
from aos_check.model.workflow_definition import DefinedPhase, WorkflowDefinition

_LONGEST = 80


@project_rule("GATE009", doc=__doc__, severity=Severity.WARNING)
def contradicting_workflow(project: Project) -> Verdicts:
    """Compare the phases in the metadata of every workflow with one another and with its files."""
    for definition in project.definitions:
        yield from _numbers(definition)
        yield from _total(definition)
        yield from _named_files(definition)
        yield from _folders(definition)
        yield from _validators(definition)


def _numbers(definition: WorkflowDefinition) -> Iterator[Problem]:
    """Report a phase whose number another one has, or whose number leaves one out."""
    numbers = {phase.number for phase in definition.phases}
    seen: set[int] = set()
    for phase in definition.phases:
        if phase.number in seen:
            yield Problem(
                at=phase.at,
                message=f"{definition.kind} has two phases with the number {phase.number}",
                help="give each phase a number of its own",
            )
        elif phase.number - 1 not in numbers and phase.number != min(numbers):
            yield Problem(
                at=phase.at,
                message=f"{definition.kind} has phase {phase.number}, but no phase "
                f"{phase.number - 1}",
                help="number the phases without a gap, or add the missing phase",
            )
        seen.add(phase.number)


def _total(definition: WorkflowDefinition) -> Iterator[Problem]:
    """Report a number of phases that is not theirs."""
    stated, found = definition.total, len(definition.phases)
    if found and stated not in (None, found) and definition.total_at and not definition.dynamic:
        yield Problem(
            at=definition.total_at,
            message=f"{definition.kind} states {counted(stated or 0, 'phase')}, but has {found}",
            help=f"set total_phases to {found}, or add the missing phases",
        )


def _named_files(definition: WorkflowDefinition) -> Iterator[Problem]:
    """Report the phases that name files that do not exist."""
    for phase in definition.phases:
        names = [shortened(name, _LONGEST) for name in phase.missing]
        if names:
            yield Problem(
                at=phase.at,
                message=f"{_called(phase)} of {definition.kind} names "
                f"{listed(names)}, but {_not_there(phase)}",
                help="write the file, or correct its name in the metadata",
            )


def _called(phase: DefinedPhase) -> str:
    name = shortened(phase.name, _LONGEST)
    return f"phase {phase.number} ({name})" if name else f"phase {phase.number}"


def _not_there(phase: DefinedPhase) -> str:
    return "these files do not exist" if phase.missing[1:] else "this file does not exist"


def _folders(definition: WorkflowDefinition) -> Iterator[Problem]:
    """Report the folders of phases that the metadata does not list."""
    if not definition.metadata:
        yield Problem(
            at=definition.folders[0][1],
            message=f"{definition.kind} has folders of phases, but no metadata.json",
            help="write the metadata, or delete the folder of the workflow",
        )
    elif definition.phases and not definition.dynamic:
        for number, at in definition.folders:
            if not definition.phase(number):
                gate = " and its gate" if definition.demands(number) is not None else ""
                yield Problem(
                    at=at,
                    message=f"the metadata of {definition.kind} has no phase {number}, so this "
                    f"folder{gate} is never used",
                    help="add the phase to the metadata, or delete the folder",
                )


def _validators(definition: WorkflowDefinition) -> Iterator[Problem]:
    """Report the evidence that names a validator that its gate does not define."""
    for gate in definition.gates:
        for mark in gate.untested:
            yield Problem(
                at=mark.at,
                message=f"the gate of phase {gate.phase} names a validator that it does not "
                f'define, for "{shortened(mark.text, _LONGEST)}"',
                help="define it under validators, or remove it here",
            )
