"""A task of the next phase is done while this phase's validation gate is open.

The gate was walked past: what it asks for was never shown. Meet its criteria and tick them, or untick what came after.

## Flagged

```md .praxis-os/specs/2025-10-08-login/tasks.md
## Phase 1: Form

- [x] **Task 1.1**: Form

### Phase 1 Validation Gate     <!-- TASK007 -->

- [x] All tasks done
- [ ] Someone tried it

## Phase 2: Mail

- [x] **Task 2.1**: Mail
```

## Accepted

```md .praxis-os/specs/2025-10-08-login/tasks.md
## Phase 1: Form

- [x] **Task 1.1**: Form

### Phase 1 Validation Gate

- [ ] Someone tried it

## Phase 2: Mail

- [ ] **Task 2.1**: Mail
```
"""

from __future__ import annotations

from collections.abc import Iterator

from aos_check.finding import Problem, Related, Severity
from aos_check.model import Project, Task, TaskList
from aos_check.rules.dependencies import ordered, tasks_of
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("TASK007", doc=__doc__, severity=Severity.ERROR)
def gate_passed_open(project: Project) -> Verdicts:
    """Judge each gate with open criteria by what is done in the phases after it."""
    for spec in project.specs:
        if spec.tasks is None or not spec.tasks.tracked:
            continue
        for gate in spec.tasks.gates:
            later = list(_done_after(gate.phase, spec.tasks)) if gate.open_boxes else []
            if later:
                yield Problem(
                    at=gate.at,
                    message=f"the gate of phase {gate.phase} is open, but {later[0].id} of a later "
                    "phase is done",
                    help="meet the gate's criteria and tick them, or untick what came after",
                    related=(
                        *(Related(box.at, "not met") for box in gate.open_boxes),
                        *(Related(task.at, f"{task.id} is done") for task in later),
                    ),
                )


def _done_after(phase: str | None, tasks: TaskList) -> Iterator[Task]:
    """The done tasks of later phases; without headings, a task's first number is its phase."""
    if phase is None:
        return
    here = ordered(phase)[:1]
    phases = [group for group in tasks.groups if group.word == "phase" and group.id]
    if phases:
        for group in phases:
            if _follows(ordered(group.id or "")[:1], here):
                yield from (task for task in tasks_of(group) if task.done)
    else:
        for task in tasks.all_tasks():
            if task.done and task.named and _follows(ordered(task.id)[:1], here):
                yield task


def _follows(number: tuple[object, ...], other: tuple[object, ...]) -> bool:
    (mine,), (its,) = number, other
    return isinstance(mine, int) and isinstance(its, int) and mine > its
