"""A spec's status contradicts its tasks.

Readers of the status rely on work that is not done, or do finished work again. A status of done
with open tasks is an error: finish the tasks, defer them with a reason, or correct the status. A
status of draft or planning with all tasks done is a warning, and so is "new" or "not started" with
any task done: update it. In BMAD, a story in review without any ticked task is a warning, too.

## Flagged: done with open tasks

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login

- **Status:** Completed            <!-- SPEC007 -->

## 1. Overview and Rationale

Visitors sign in with their e-mail.

## 2. Functional Requirements

- The form asks for e-mail and password.

## 3. Scope and Boundaries

- Passkeys are out of scope.
```

```md context/spec/001-login/tasks.md
# Tasks: Login

- [x] **Slice 1: Visitors see the form**
- [ ] **Slice 2: Visitors sign in**
```

## Flagged: all tasks done, and still planning

```md .agent-os/specs/2025-10-08-login/spec.md
# Spec Requirements Document

> Spec: Login
> Status: Planning               <!-- SPEC007 -->

## Overview

Visitors sign in with their e-mail.

## Spec Scope

1. **Form** - ask for e-mail and password
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
```

## Flagged: new, and begun

```json conductor/tracks/login_20260701/metadata.json SPEC007:3
{
  "track_id": "login_20260701",
  "status": "new"
}
```

```md conductor/tracks/login_20260701/plan.md
# Plan

- [x] Task: Sign-in form
- [ ] Task: Sign-out
```

## Flagged: in review, and no task is ticked

```md _bmad-output/implementation-artifacts/1-1-sign-in.md
# Story 1.1: Sign in

Status: review                     <!-- SPEC007 -->

## Tasks / Subtasks

- [ ] Task 1: Add the form
```

```md _bmad-output/implementation-artifacts/1-2-sign-out.md
# Story 1.2: Sign out

Status: review

## Tasks / Subtasks

- [x] Task 1: Add the button
- [ ] Task 2: Test it
```

## Accepted: done, except for deferred tasks

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login

- **Status:** Completed

## 1. Overview and Rationale

Visitors sign in with their e-mail.

## 2. Functional Requirements

- The form asks for e-mail and password.

## 3. Scope and Boundaries

- Passkeys are out of scope.
```

```md context/spec/001-login/tasks.md
# Tasks: Login

- [x] **Slice 1: Visitors see the form**
- [ ] **Slice 2: Visitors sign in** (deferred: needs the session store)
```

## Accepted: the document is complete, the work is not

```md .agent-os/specs/2025-10-08-login/spec.md
# Spec Requirements Document

> Spec: Login
> Status: Specification complete - ready for implementation

## Overview

Visitors sign in with their e-mail.

## Spec Scope

1. **Form** - ask for e-mail and password
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

> Status: Completed planning, in progress

- [x] 1. Sign-in form
- [ ] 2. Sign-out
```

## Accepted: a finished document, which says nothing about the work

```md .agent-os/specs/2025-10-08-login/spec.md
# Spec Requirements Document

> Spec: Login
> Status: Ready for implementation

## Overview

Visitors sign in with their e-mail.

## Spec Scope

1. **Form** - ask for e-mail and password
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
```

## Accepted: only below a done task, which TASK001 reports

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login

- **Status:** Completed

## 1. Overview and Rationale

Visitors sign in with their e-mail.

## 2. Functional Requirements

- The form asks for e-mail and password.

## 3. Scope and Boundaries

- Passkeys are out of scope.
```

```md context/spec/001-login/tasks.md
# Tasks: Login

- [x] **Slice 1: Visitors see the form**
  - [ ] Add the form
```
"""

from __future__ import annotations

from aos_check.model.document import Status, StatusLine
from aos_check.model.finding import Problem, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.model.spec import Spec
from aos_check.model.task import Task
from aos_check.progress.tasks import first_and_more, point_to_open


@project_rule("SPEC007", doc=__doc__, severity=Severity.ERROR, weak=Severity.WARNING)
def status_contradicts_tasks(project: Project) -> Verdicts:
    """Compare the status that a spec's documents state with its tasks."""
    stages = {spec.status.value for spec in project.specs if spec.status}
    # A team that never updates the status has one habit.
    cause = "" if stages & {Status.DONE, Status.IN_PROGRESS} else project.root
    ever_ticked = any(spec.first_started() for spec in project.specs)
    for spec in project.specs:
        # SPEC010 reports a lifecycle folder that contradicts the tasks.
        status = spec.written_status
        if status is None:
            continue
        if status.value is Status.DONE and (still_open := spec.left_open()):
            yield _too_far(spec, status, still_open)
        elif lags := spec.lagging_status:
            yield _behind(lags, f"no task of {spec.id} is open")._replace(cause=cause)
        elif denied := spec.denied_start:
            yield _behind(denied, f"a task of {spec.id} is done")._replace(cause=cause)
        elif early := spec.early_review:
            yield _in_review(spec, early)._replace(cause="" if ever_ticked else project.root)


def _too_far(spec: Spec, status: StatusLine, still_open: list[Task]) -> Problem:
    return Problem(
        at=status.at,
        message=f'the status of {spec.id} is "{status.text}", but tasks are open: '
        f"{first_and_more(still_open)}",
        help="finish the tasks, mark them as deferred, or correct the status",
        related=point_to_open(still_open),
    )


def _in_review(spec: Spec, status: StatusLine) -> Problem:
    still_open = spec.work_left()
    return Problem(
        at=status.at,
        message=f'the status of {spec.id} is "{status.text}", but no task is ticked: '
        f"{first_and_more(still_open)}",
        help="tick the finished tasks, or correct the status",
        related=point_to_open(still_open),
        weak=True,
    )


def _behind(status: StatusLine, fact: str) -> Problem:
    return Problem(
        at=status.at,
        message=f'{fact}, but its status is still "{status.text}"',
        help="update the status",
        weak=True,
    )
