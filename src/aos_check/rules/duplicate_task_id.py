"""Two tasks of a file have the same id.

A commit that names the id may mean either, and so may a dependency. It is a typical slip of an agent that inserts a task.
Number the second one anew.

## Flagged

```md .agent-os/specs/2025-10-08-login/tasks.md
- [x] 1. Sign-in form
  - [x] 1.1 Write tests
  - [x] 1.2 Validate the e-mail
  - [ ] 1.2 Remember the reader           <!-- TASK003 -->
```

## Accepted: each phase counts anew, and 1.1 is not 1.10

```md .agent-os/specs/2025-10-08-login/tasks.md
## Phase 1: Form

- [x] 1. Field
- [x] 2. Button

## Phase 2: Mail

- [ ] 1. Text
- [ ] 2. Server
  - [ ] 2.1 Buy it
  - [ ] 2.10 Plug it in
```
"""

from __future__ import annotations

from aos_check.finding import Problem, Related, Severity
from aos_check.model import Project, Task
from aos_check.rules.dependencies import ordered
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("TASK003", doc=__doc__, severity=Severity.ERROR)
def duplicate_task_id(project: Project) -> Verdicts:
    """Judge the written ids of each file; a single number counts within its group alone."""
    for spec in project.specs:
        first: dict[object, Task] = {}
        for task in spec.all_tasks():
            key = ordered(task.id)
            scope = task.group if len(key) == 1 and isinstance(key[0], int) else ""
            other = first.setdefault((scope, key), task) if task.named else task
            if other is not task:
                yield Problem(
                    at=task.at,
                    task=task.id,
                    message=f"the id {task.id} is already that of {other.title!r}",
                    help="give this task the next free id",
                    related=(Related(other.at, f"the first {other.id}"),),
                )
