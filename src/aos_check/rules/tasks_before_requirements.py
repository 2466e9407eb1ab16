"""Tasks are added to a spec whose requirements are not approved.

Tasks say how to do the work, so the goal must be settled first. Write the requirements, get them
approved, then split them into tasks. While a spec is under review, tasks may be drafted with it,
but work on them may not begin.

## Flagged: requirements that are a draft

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login

- **Status:** Draft

## 1. Overview and Rationale

Visitors sign in with their e-mail.

## 2. Functional Requirements

- The form asks for e-mail and password.

## 3. Scope and Boundaries

- Passkeys are out of scope.
```

```md context/spec/001-login/tasks.md new
# Tasks: Login

- [ ] **Slice 1: Visitors see the form**  <!-- SPEC012 -->
  - [ ] Add the form
```

```md context/spec/002-sheets/functional-spec.md
# Functional Specification: Song sheets

- **Status:** Approved
```

## Flagged: no requirements at all

```md context/spec/001-login/tasks.md before
# Tasks: Login
```

```md context/spec/001-login/tasks.md
# Tasks: Login

- [ ] **Slice 1: Visitors see the form**  <!-- SPEC012 -->
```

## Accepted: approved, or added when finished

```md context/spec/001-login/functional-spec.md before
# Functional Specification: Login

- **Status:** Draft
```

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login

- **Status:** Approved
```

```md context/spec/001-login/tasks.md new
# Tasks: Login

- [ ] **Slice 1: Visitors see the form**
```

```md context/spec/002-sheets/tasks.md new
# Tasks: Song sheets

- [x] **Slice 1: Visitors print a sheet**
```

## Accepted: drafted with a spec that is under review

```md .praxis-os/specs/review/2025-10-08-login/srd.md new
# Software Requirements: Login

## Functional Requirements

### FR-001: The form asks for e-mail and password
```

```md .praxis-os/specs/review/2025-10-08-login/tasks.md new
# Tasks: Login

- [ ] **Task 1.1**: Add the form (FR-001)
```

## Accepted: the tasks were there before

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login

- **Status:** Draft
```

```md context/spec/001-login/tasks.md before
# Tasks: Login

- [ ] **Slice 1: Visitors see the form**
```

```md context/spec/001-login/tasks.md
# Tasks: Login

- [ ] **Slice 1: Visitors see the form**
- [ ] **Slice 2: Visitors sign in**
```
"""

from __future__ import annotations

from aos_check.model.change import Change
from aos_check.model.document import Role
from aos_check.model.finding import Problem, Severity
from aos_check.model.rule import Verdicts, change_rule
from aos_check.model.spec import Spec
from aos_check.model.task import Task
from aos_check.progress.approval import how_to_approve, not_judged, related_place, why_not


@change_rule("SPEC012", doc=__doc__, severity=Severity.ERROR)
def tasks_before_requirements(change: Change) -> Verdicts:
    """Report every spec that gets its first tasks before its requirements are approved."""
    for pair in change.specs:
        spec = pair.after
        if spec is None or spec.finished or (pair.before and _first_task(pair.before)):
            continue
        if spec.tasks and spec.tasks.path == spec.path:
            continue  # both are in one file, as in a story
        if first := _first_task(spec):
            yield from _too_early(spec, first)


def _first_task(spec: Spec) -> Task | None:
    return next(spec.tasks.all_tasks(), None) if spec.tasks else None


def _too_early(spec: Spec, first: Task) -> Verdicts:
    absent = next((path for role, path in spec.missing if role is Role.REQUIREMENTS), None)
    if absent:
        yield Problem(
            at=first.at,
            spec=spec.id,
            message=f"{spec.id} gets tasks but has no requirements: {absent} is missing",
            help=f"write {absent} first, and get it approved",
        )
    elif not spec.approval.holds and not (spec.under_review and not spec.first_started()):
        yield not_judged(spec) or Problem(
            at=first.at,
            spec=spec.id,
            message=f"{spec.id} gets tasks, but its requirements are not approved: {why_not(spec)}",
            help=how_to_approve(spec),
            related=(related_place(spec),),
        )
