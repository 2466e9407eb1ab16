"""A task is done, but one of its acceptance criteria is not ticked.

The criteria say when the task counts as done. Check the criterion and tick it, strike it out if it
no longer applies, or untick the task. If no criterion of a spec is ticked, its team does not tick
them: then one warning names them all.

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

from collections.abc import Iterator, Sequence

from aos_check.model.document import Box, State
from aos_check.model.finding import Problem, Related, Severity
from aos_check.model.rule import Verdicts, spec_rule
from aos_check.model.spec import Spec
from aos_check.model.task import Task
from aos_check.model.wording import and_more, reopen
from aos_check.progress.causes import FEW

_SHOWN = 5


@spec_rule("TASK009", doc=__doc__, severity=Severity.ERROR, weak=Severity.WARNING)
def done_task_open_criterion(spec: Spec) -> Verdicts:
    """Report every done task with an open criterion."""
    found = list(_unticked(spec))
    boxes = (box for task in spec.all_tasks() for box in task.criteria)
    habit = not any(box.state is State.DONE for box in boxes)
    cause = spec.path if habit or len(found) > FEW else ""
    for problem in found:
        yield problem._replace(weak=habit, cause=cause)


def _unticked(spec: Spec) -> Iterator[Problem]:
    for task in spec.all_tasks():
        left = [box for box in task.criteria if box.state is State.OPEN]
        # TASK001 reports the open subtask already, at the same task.
        if task.done and left and not any(sub.still_open for sub in task.subtasks):
            yield Problem(
                at=task.at,
                task=task.id,
                message=f"task {task.label} is done, but {_named(left, task)} ticked",
                help=f"check the criterion and tick it, or {reopen(task.label)}",
                related=tuple(Related(box.at, "not ticked") for box in left[:_SHOWN]),
            )


def _named(left: Sequence[Box], task: Task) -> str:
    if left[1:] and len(left) == len(task.criteria):
        return f"none of its {len(left)} criteria is"
    verb = "are" if left[1:] else "is"
    return f'its criterion "{left[0].text}"{and_more(left)} {verb} not'
