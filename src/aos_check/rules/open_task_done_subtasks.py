"""Every subtask is done and the parent is open.

The work is finished and does not count: progress stays below what is true, and the next agent begins it again. Tick the
parent, or add the subtask that is left.

## Flagged

```md .agent-os/specs/2025-10-08-login/tasks.md
- [ ] 1. Sign-in form           <!-- TASK002 -->
  - [x] 1.1 Write tests
  - [x] 1.2 Validate the e-mail
```

## Accepted

```md .agent-os/specs/2025-10-08-login/tasks.md
- [ ] 1. Sign-in form
  - [x] 1.1 Write tests
  - [ ] 1.2 Validate the e-mail
- [ ] 2. Sign-out
- [ ] 3. Mail
  - [ ] 3.1 Send it (deferred: no server)
```
"""

from __future__ import annotations

from aos_check.finding import Problem, Severity
from aos_check.model import Project
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("TASK002", doc=__doc__, severity=Severity.WARNING)
def open_task_done_subtasks(project: Project) -> Verdicts:
    """Judge every open task by whether anything below it is left."""
    for spec in project.specs:
        for task in spec.all_tasks():
            below = list(task.descendants())
            nothing_left = not any(sub.still_open for sub in below)
            if task.still_open and nothing_left and any(sub.done for sub in below):
                yield Problem(
                    at=task.at,
                    task=task.id,
                    message=f"every subtask of {task.id} is done, but {task.id} is open",
                    help=f"tick {task.id}, or add the subtask that is left",
                )
