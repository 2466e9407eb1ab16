"""A spec's lifecycle folder contradicts its tasks.

Readers look at the folder first. Open tasks in `completed/` are forgotten, and work on a spec in
`review/` starts before the review is over. Move the spec (`git mv`), or finish or defer the tasks.
A task that only archives the spec cannot be ticked before it happens: it is only mentioned. If more
than five completed specs have no done task at all, one finding reports them.

## Flagged: completed with open tasks

```md .praxis-os/specs/completed/2025-10-08-login/tasks.md
# Login: Tasks                     <!-- SPEC010 -->

## Phase 1: Form

- [x] **Task 1.1**: Add the form
- [ ] **Task 1.2**: Sign in
```

## Flagged: completed with an open subtask below a done task

```md .praxis-os/specs/completed/2025-10-08-login/tasks.md
# Login: Tasks                     <!-- SPEC010 -->

- [x] 1. Add the form
  - [ ] 1.1 Write tests
```

## Flagged: in review, but work has started

```md .praxis-os/specs/review/2025-10-08-login/tasks.md
# Login: Tasks                     <!-- SPEC010 -->

## Phase 1: Form

- [x] **Task 1.1**: Add the form
- [ ] **Task 1.2**: Sign in
```

## Flagged: archived, but the task of archiving is not ticked

```md openspec/changes/archive/2025-10-08-add-login/tasks.md
# Login                            <!-- SPEC010 -->

- [x] 1.1 Add the form
- [ ] 1.2 Archive the change with `openspec archive add-login`
```

## Accepted

```md .praxis-os/specs/completed/2025-10-08-login/tasks.md
# Login: Tasks

## Phase 1: Form

- [x] **Task 1.1**: Add the form
- [ ] **Task 1.2**: Sign in (deferred: needs the session store)
```

```md .praxis-os/specs/approved/2025-11-02-sheets/tasks.md
# Song sheets: Tasks

## Phase 1: Print

- [x] **Task 1.1**: Print a sheet
- [ ] **Task 1.2**: Print a book
```

```md .praxis-os/specs/review/2025-11-09-stage-plan/tasks.md
# Stage plan: Tasks

## Phase 1: Draw

- [ ] **Task 1.1**: Draw the stage
```
"""

from __future__ import annotations

from aos_check.model.finding import Problem, Related, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.model.spec import Spec
from aos_check.model.task import Task
from aos_check.model.wording import reopen
from aos_check.progress.causes import many_as_one
from aos_check.progress.tasks import first_and_more, point_to_open


@project_rule("SPEC010", doc=__doc__, severity=Severity.ERROR, weak=Severity.INFO)
@many_as_one
def spec_in_wrong_bucket(project: Project) -> Verdicts:
    """Compare every spec's lifecycle folder with its tasks."""
    for spec in project.specs:
        if spec.bucket == "completed" and (left := spec.work_left()):
            # TASK001 names those below a done task.
            others = [task for task in spec.left_open() if task.at not in spec.archiving]
            yield _too_far(spec, others or left)
        elif spec.bucket == "completed" and (still_open := spec.open_tasks()):
            yield _unticked(spec, still_open)
        elif spec.bucket == "review" and (begun := spec.first_started()):
            yield _ahead(spec, begun)


def _too_far(spec: Spec, still_open: list[Task]) -> Problem:
    return Problem(
        at=spec.at,
        message=f"{spec.id} is in the folder of completed specs, but has open tasks: "
        f"{first_and_more(still_open)}",
        help="finish the tasks, mark them as deferred, or move the spec back",
        related=point_to_open(still_open),
        # A team may move its specs without ticking a task.
        cause="" if any(task.done for task in spec.all_tasks()) else "no task is done",
    )


def _unticked(spec: Spec, still_open: list[Task]) -> Problem:
    return Problem(
        at=spec.at,
        message=f"{spec.id} is archived, but the tasks that archive it are not ticked: "
        f"{first_and_more(still_open)}",
        help="tick them",
        related=point_to_open(still_open),
        weak=True,
    )


def _ahead(spec: Spec, begun: Task) -> Problem:
    state = "done" if begun.done else "in progress"
    return Problem(
        at=spec.at,
        message=f"{spec.id} is still in review, but task {begun.label} is {state}",
        help=f"get the spec approved and move it on, or {reopen(begun.label)}",
        related=(Related(begun.at, f"{begun.label} is {state}"),),
    )
