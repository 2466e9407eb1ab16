"""All subtasks or all criteria of a task are done, but the task is open.

Progress looks smaller than it is, and the next person to pick up the task finds nothing to do. Tick
the task, or add the missing subtask.

## Flagged

```md agent-os/specs/2025-10-08-login/tasks.md
# Task Breakdown: Login

#### Task Group 1: Form

- [ ] 1.0 Complete the form      <!-- TASK002 -->
  - [x] 1.1 Write tests
  - [x] 1.2 Validate the e-mail
```

## Flagged: every criterion is ticked

```md .praxis-os/specs/approved/2025-10-08-login/tasks.md
# Login: Tasks

## Phase 1: Form

- [ ] **Task 1.1**: Add the form   <!-- TASK002 -->

  **Acceptance Criteria:**
  - [x] It asks for e-mail and password
```

## Accepted: open or deferred subtasks, and open criteria of the task itself

```md agent-os/specs/2025-10-08-login/tasks.md
# Task Breakdown: Login

#### Task Group 1: Form

- [ ] 1.0 Complete the form
  - [x] 1.1 Write tests
  - [ ] 1.2 Validate the e-mail

#### Task Group 2: Mail

- [ ] 2.0 Send a mail
  - [x] 2.1 Write tests
  - [ ] 2.2 Send it (blocked: no mail server)

#### Task Group 3: Session

- [ ] 3.0 Keep the session
  - [x] 3.1 Write tests
  - **Acceptance Criteria:**
    - [ ] It lasts thirty days
```
"""

from __future__ import annotations

from aos_check.model.document import State
from aos_check.model.finding import Problem, Severity
from aos_check.model.rule import Verdicts, spec_rule
from aos_check.model.spec import Spec
from aos_check.model.task import Task


@spec_rule("TASK002", doc=__doc__, severity=Severity.WARNING)
def open_task_done_subtasks(spec: Spec) -> Verdicts:
    """Report every open task with nothing left to do."""
    for task in spec.all_tasks():
        if task.still_open and not task.in_review and _all_done(task):
            parts = "subtask" if task.subtasks else "criterion"
            state = task.state.value.replace("-", " ")
            yield Problem(
                at=task.at,
                task=task.id,
                message=f"every {parts} of {task.label} is done, but task {task.label} is {state}",
                help=f"mark {task.label} as done, or add the {parts} that is missing",
            )


def _all_done(task: Task) -> bool:
    """Return True if subtasks and criteria leave nothing to do; cancelled ones do not count."""
    states = {part.state for part in task.subtasks or task.criteria}
    criteria_met = all(box.state is not State.OPEN for box in task.criteria)
    return State.DONE in states and states <= {State.DONE, State.CANCELLED} and criteria_met
