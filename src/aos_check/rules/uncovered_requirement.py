"""No task names a requirement.

Either it will not be built, or nothing shows which task builds it. Name it in the task that does
it, or add a task. This applies only to layouts that trace requirements, and only to kinds of ids
(`FR`, `NFR`) that some task names. All of one spec are one finding.

## Flagged

```md .praxis-os/specs/approved/2025-10-08-login/srd.md
# Login: Software Requirements Document

## Functional Requirements

- **FR-001**: Visitors sign in with their e-mail.
- **FR-002**: Visitors sign out.    <!-- TASK010 -->
```

```md .praxis-os/specs/approved/2025-10-08-login/tasks.md
# Login: Tasks

## Phase 1: Form

- [ ] **Task 1.1**: Add the form (FR-001)
```

## Accepted: tasks that name no requirements at all

```md .praxis-os/specs/approved/2025-10-08-login/srd.md
# Login: Software Requirements Document

## Functional Requirements

- **FR-001**: Visitors sign in with their e-mail.
```

```md .praxis-os/specs/approved/2025-10-08-login/tasks.md
# Login: Tasks

## Phase 1: Form

- [ ] **Task 1.1**: Add the form
```

## Accepted: named in a task's body, as a range or in a table, and a kind that no task names

```md .praxis-os/specs/approved/2025-10-08-login/srd.md
# Login: Software Requirements Document

## Functional Requirements

- **FR-001**: Visitors sign in with their e-mail.
- **FR-002**: Visitors sign out.
- **FR-003**: Visitors see who they are.
- **FR-004**: Visitors reset their password.
- **NFR-P1**: The form is there within a second.
```

```md .praxis-os/specs/approved/2025-10-08-login/tasks.md
# Login: Tasks

## Phase 1: Form

- [ ] **Task 1.1**: Add the form
  - **Traces to:** FR-001 through FR-003
- [ ] **Task 1.2**: Send a mail

| Requirement | Done by  |
|-------------|----------|
| FR-4        | Task 1.2 |
```

## Flagged: one that is not among all of a kind

```md .praxis-os/specs/approved/2025-10-08-login/srd.md
# Login: Software Requirements Document

## Functional Requirements

- **FR-001**: Visitors sign in with their e-mail.
- **FR-002**: Visitors sign out.
- **NFR-SC1**: A thousand visitors sign in at once.
- **NFR-P1**: The form is there within a second.    <!-- TASK010 -->
```

```md .praxis-os/specs/approved/2025-10-08-login/tasks.md
# Login: Tasks

## Phase 1: Form

- [ ] **Task 1.1**: Add the form
  - **Traceability:** All FRs, NFR-Sc1
```

## Accepted: a layout that does not trace requirements

```md specs/001-login/spec.md
# Feature Specification: Login

- **FR-001**: Visitors sign in with their e-mail.
- **FR-002**: Visitors sign out.
```

```md specs/001-login/tasks.md
# Tasks: Login

- [ ] T001 Add the form (FR-001)
```
"""

from __future__ import annotations

from aos_check.model.finding import Problem, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.progress.ids import is_named, kind, plain


@project_rule("TASK010", doc=__doc__, severity=Severity.WARNING)
def uncovered_requirement(project: Project) -> Verdicts:
    """Report every requirement that no task names, where the layout traces them."""
    for spec in project.specs:
        named = {plain(name) for task in spec.all_tasks() for name in task.requirements}
        kinds = {kind(name) for name in named} if spec.traced else set()
        for requirement in spec.requirements:
            if kind(requirement.id) in kinds and not is_named(requirement.id, named):
                yield Problem(
                    at=requirement.at,
                    message=f"no task of {spec.id} names {requirement.id}",
                    help=f"name {requirement.id} in the task that does it, or add that task",
                    cause=spec.path,
                )
