"""Tasks are written for a spec whose requirements nobody approved.

Tasks settle how the work is done; what they are to achieve must be settled before. Write the
requirements first and have them approved, then break them down into tasks.

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

## Flagged: no requirements at all

```md context/spec/001-login/tasks.md before
# Tasks: Login
```

```md context/spec/001-login/tasks.md
# Tasks: Login

- [ ] **Slice 1: Visitors see the form**  <!-- SPEC012 -->
```

## Accepted: approved, or finished when it came

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
from aos_check.progress.approval_wording import not_judged, shown, way_out, why_not


@change_rule("SPEC012", doc=__doc__, severity=Severity.ERROR)
def tasks_before_requirements(change: Change) -> Verdicts:
    """Judge every spec that had no tasks before and has some now."""
    for pair in change.specs:
        spec = pair.after
        if spec is None or spec.finished or (pair.before and _first_task(pair.before)):
            continue
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
            message=f"{spec.id} gets tasks and has no requirements: {absent} is missing",
            help=f"write {absent} first, and have it approved",
        )
    elif not spec.approval.holds:
        yield not_judged(spec) or Problem(
            at=first.at,
            spec=spec.id,
            message=f"{spec.id} gets tasks, and its requirements are not approved: {why_not(spec)}",
            help=way_out(spec),
            related=(shown(spec),),
        )
