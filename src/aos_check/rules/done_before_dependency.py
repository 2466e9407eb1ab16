"""A task is done although what it depends on is open.

Either the dependency is not one, or the work rests on something that is not there. Finish what comes first, or remove the
dependency.

## Flagged

```md agent-os/specs/2025-10-08-login/tasks.md
#### Task Group 1: Models
**Dependencies:** None

- [ ] 1.0 Models

#### Task Group 2: API
**Dependencies:** Task Group 1

- [x] 2.0 API                   <!-- TASK006 -->
- [x] 2.1 More API
```

## Accepted

```md agent-os/specs/2025-10-08-login/tasks.md
#### Task Group 1: Models
**Dependencies:** None

- [x] 1.0 Models
- [ ] 1.1 Cache (deferred: fast enough)

#### Task Group 2: API
**Dependencies:** Task Group 1

- [x] 2.0 API
```
"""

from __future__ import annotations

from aos_check.finding import Problem, Related, Severity
from aos_check.model import Project
from aos_check.rules.dependencies import Register, called, tasks_of
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("TASK006", doc=__doc__, severity=Severity.ERROR)
def done_before_dependency(project: Project) -> Verdicts:
    """Judge every dependency whose waiting side is done already, at its first done task."""
    for spec in project.specs:
        if spec.tasks is None or not spec.tasks.tracked:
            continue
        register = Register(spec.tasks)
        for need in register.needs():
            if need.target is None or register.doubled(need.dependency):
                continue
            done = [task for task in tasks_of(need.waiting) if task.done]
            left = [task for task in tasks_of(need.target) if task.still_open]
            if done and left and done[0] not in left:
                yield Problem(
                    at=done[0].at,
                    task=done[0].id,
                    message=f"task {done[0].id} is done, but {called(need.target)}, on which it "
                    "depends, is open",
                    help=f"finish {left[0].id} first, or remove the dependency",
                    related=(
                        Related(need.dependency.at, "the dependency"),
                        *(Related(task.at, f"{task.id} is open") for task in left),
                    ),
                )
