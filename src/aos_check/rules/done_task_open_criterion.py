"""A task is done and one of its acceptance criteria is not met.

The criteria are what "done" was agreed to mean. Check the criterion and tick it, strike it if it no
longer holds, or untick the task.

## Flagged

```md .praxis-os/specs/approved/2025-10-08-login/tasks.md
# Login: Tasks

## Phase 1: Form

- [x] **Task 1.1**: Add the form   <!-- TASK009 -->

  **Acceptance Criteria:**
  - [x] It asks for e-mail and password
  - [ ] It says what is wrong
```

## Accepted: met, struck through, without boxes, or of an open task

```md .praxis-os/specs/approved/2025-10-08-login/tasks.md
# Login: Tasks

## Phase 1: Form

- [x] **Task 1.1**: Add the form

  **Acceptance Criteria:**
  - [x] It asks for e-mail and password
  - [ ] ~~It says what is wrong~~

- [x] **Task 1.2**: Validate the e-mail

  **Acceptance Criteria:**
  - It refuses what has no @

- [ ] **Task 1.3**: Sign in

  **Acceptance Criteria:**
  - [ ] Ada has signed in once
```
"""

from __future__ import annotations

from aos_check.model.document import Box, State
from aos_check.model.finding import Problem, Related, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.model.task import Task

_SHOWN = 5


@project_rule("TASK009", doc=__doc__, severity=Severity.ERROR)
def done_task_open_criterion(project: Project) -> Verdicts:
    """Judge every done task by its criteria."""
    for spec in project.specs:
        for task in spec.all_tasks():
            unmet = [box for box in task.criteria if box.state is State.OPEN]
            # Whoever looks for the open subtask sees the criterion as well.
            if task.done and unmet and not any(sub.still_open for sub in task.subtasks):
                yield _unmet(task, unmet)


def _unmet(task: Task, unmet: list[Box]) -> Problem:
    return Problem(
        at=task.at,
        task=task.id,
        message=f'task {task.id} is done, but its criterion "{unmet[0].text}" is not met',
        help=f"check the criterion and tick it, or untick {task.id}",
        related=tuple(Related(box.at, "not met") for box in unmet[:_SHOWN]),
    )
