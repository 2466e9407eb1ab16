"""A task is done and one of its acceptance criteria is not.

The criterion is what "done" was to mean. Meet it and tick it, put it aside with a word, or untick the task.

## Flagged

```md .praxis-os/specs/2025-10-08-login/tasks.md
- [x] **Task 1.1**: Sign-in form          <!-- TASK009 -->

  **Acceptance Criteria:**
  - [x] The form is shown
  - [ ] A wrong card is refused
```

## Accepted

```md .praxis-os/specs/2025-10-08-login/tasks.md
- [x] **Task 1.1**: Sign-in form

  **Acceptance Criteria:**
  - [x] The form is shown
  - [ ] A wrong card is refused (deferred: no cards yet)

- [ ] **Task 1.2**: Sign-out

  **Acceptance Criteria:**
  - [x] The button is shown
  - [ ] It works
```
"""

from __future__ import annotations

from aos_check.finding import Problem, Related, Severity
from aos_check.model import Project, State
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("TASK009", doc=__doc__, severity=Severity.ERROR)
def done_task_open_criterion(project: Project) -> Verdicts:
    """Judge every done task by its acceptance criteria."""
    for spec in project.specs:
        for task in spec.all_tasks():
            unmet = [box for box in task.criteria if box.state is State.OPEN]
            if task.done and unmet:
                yield Problem(
                    at=task.at,
                    task=task.id,
                    message=f"task {task.id} is done, but {len(unmet)} of {len(task.criteria)} "
                    "acceptance criteria are open",
                    help=f"meet and tick them, defer them with a word, or untick {task.id}",
                    related=tuple(Related(box.at, "not met") for box in unmet),
                )
