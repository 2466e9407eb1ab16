"""The lifecycle folder and the content of a spec disagree.

What lies in `completed/` is not looked at again, so its open tasks are lost; what is built while it lies in `review/` was
built before anyone agreed. Move the folder with `git mv`, or make the content true.

## Flagged: completed, with open tasks

```md .praxis-os/specs/completed/2025-10-08-login/tasks.md
- [x] **Task 1.1**: Sign-in form          <!-- SPEC010 -->
- [ ] **Task 1.2**: Sign-out
```

## Flagged: in review, and work has begun

```md .praxis-os/specs/review/2025-10-08-login/tasks.md
- [x] **Task 1.1**: Sign-in form          <!-- SPEC010 -->
- [ ] **Task 1.2**: Sign-out
```

## Accepted

```md .praxis-os/specs/completed/2025-10-08-login/tasks.md
- [x] **Task 1.1**: Sign-in form
- [ ] **Task 1.2**: Sign-out (deferred: nobody signs out)
```

```md .praxis-os/specs/review/2025-10-09-mail/tasks.md
- [ ] **Task 1.1**: Send mail
```

```md .praxis-os/specs/approved/2025-10-10-fax/tasks.md
- [x] **Task 1.1**: Buy a fax
- [ ] **Task 1.2**: Plug it in
```
"""

from __future__ import annotations

from aos_check.finding import Place, Problem, Related, Severity
from aos_check.model import Project, Spec, State, Task
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("SPEC010", doc=__doc__, severity=Severity.ERROR)
def spec_in_wrong_bucket(project: Project) -> Verdicts:
    """Judge each spec in a lifecycle folder by its tasks; at its task file."""
    for spec in project.specs:
        open_tasks = spec.open_tasks()
        begun = [t for t in spec.all_tasks() if t.state in (State.DONE, State.IN_PROGRESS)]
        if spec.bucket == "completed" and open_tasks:
            yield Problem(
                at=_tasks_of(spec),
                message=f"{spec.id} lies among the completed specs, but {len(open_tasks)} of "
                f"{len(list(spec.all_tasks()))} tasks are open",
                help="finish the tasks, defer them with a word, or move the folder back",
                related=_places(open_tasks, "is open"),
            )
        elif spec.bucket == "review" and begun:
            yield Problem(
                at=_tasks_of(spec),
                message=f"{spec.id} is still in review, but work on {begun[0].id} has begun",
                help="get it approved and move the folder, or take the work back",
                related=_places(begun, "has begun"),
            )


def _tasks_of(spec: Spec) -> Place:
    return Place(spec.tasks.path) if spec.tasks else spec.at


def _places(tasks: list[Task], what: str) -> tuple[Related, ...]:
    return tuple(Related(task.at, f"{task.id} {what}") for task in tasks)
