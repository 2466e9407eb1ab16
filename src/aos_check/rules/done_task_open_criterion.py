"""A task is done, but one of its acceptance criteria is not met.

The criteria say when the task counts as done. Check the criterion and tick it, strike it out if it
no longer applies, or untick the task.

## Flagged

```md .praxis-os/specs/approved/2025-10-08-login/tasks.md
# Login: Tasks

## Phase 1: Form

- [x] **Task 1.1**: Add the form   <!-- TASK009 -->

  **Acceptance Criteria:**
  - [x] It asks for e-mail and password
  - [ ] It says what is wrong
```

## Accepted: met, struck out, without boxes, or of an open task

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
    """Report every done task with an unmet criterion."""
    for spec in project.specs:
        for task in spec.all_tasks():
            unmet = [box for box in task.criteria if box.state is State.OPEN]
            # TASK001 reports the open subtask already, at the same task.
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
