"""Work on a spec has started, but its requirements are not approved.

Work without agreement is often done twice, or kept only because it exists. Get the requirements
approved before the work goes on: with the layout's approval status, or with `aos-check approve`.
The setting `approval.level` says how the approval must be proved. Finished specs are exempt, and so
are those that had finished work at `enforce-since`. A spec without requirements is reported by
SPEC002.

Without `approval.level`, the rule applies where the documents say which specs are approved. A
record applies to its own spec only. The first status "Approved" of a project applies to the other
specs from the next change on.

A commit may take the approval back to change the text. Then it is information, and an error at the
end of a range that brings no new approval.

## Flagged

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login

- **Status:** Draft                <!-- SPEC004 -->

## 1. Overview and Rationale

Visitors sign in with their e-mail.
```

```md context/spec/001-login/tasks.md
# Tasks: Login

- [x] **Slice 1: Visitors see the form**
- [ ] **Slice 2: Visitors sign in**
```

```md context/spec/002-sheets/functional-spec.md
# Functional Specification: Song sheets

- **Status:** Approved
```

## Flagged: still in review

```md .praxis-os/specs/approved/2025-10-08-login/srd.md
<!-- not-user-reviewed --> <!-- SPEC004 -->
# Login: Software Requirements Document

## Functional Requirements

- **FR-001**: Visitors sign in with their e-mail.
```

```md .praxis-os/specs/approved/2025-10-08-login/tasks.md
# Login: Tasks

## Phase 1: Form

- [x] **Task 1.1**: Add the form (FR-001)
- [ ] **Task 1.2**: Check the e-mail (FR-001)
```

## Flagged: a status where a record is required

```toml aos-check.toml
[approval]
level = "pinned"
```

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login

- **Status:** Approved             <!-- SPEC004 -->

## 1. Overview and Rationale

Visitors sign in with their e-mail.
```

```md context/spec/001-login/tasks.md
# Tasks: Login

- [x] **Slice 1: Visitors see the form**
- [ ] **Slice 2: Visitors sign in**
```

## Flagged: the flag of cc-sdd

```json .kiro/specs/login/spec.json SPEC004:2
{"approvals": {
  "requirements": {"generated": true, "approved": false},
  "design": {"generated": true, "approved": true}
}}
```

```md .kiro/specs/login/requirements.md
# Requirements Document: Login
```

```md .kiro/specs/login/tasks.md
# Implementation Plan

- [x] 1. Form
- [ ] 2. Mail
```

```json .kiro/specs/sheets/spec.json
{"approvals": {"requirements": {"generated": true, "approved": true}}}
```

```md .kiro/specs/sheets/requirements.md
# Requirements Document: Song sheets
```

```md .kiro/specs/sheets/tasks.md
# Implementation Plan

- [x] 1. Print
- [ ] 2. Sort
```

## Accepted: approved, not begun, or finished

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login

- **Status:** Approved
```

```md context/spec/001-login/tasks.md
# Tasks: Login

- [x] **Slice 1: Visitors see the form**
- [ ] **Slice 2: Visitors sign in**
```

```md context/spec/002-sheets/functional-spec.md
# Functional Specification: Song sheets

- **Status:** Draft
```

```md context/spec/002-sheets/tasks.md
# Tasks: Song sheets

- [ ] **Slice 1: Visitors print a sheet**
```

```md context/spec/003-stage/functional-spec.md
# Functional Specification: Stage plan

- **Status:** Draft
```

```md context/spec/003-stage/tasks.md
# Tasks: Stage plan

- [x] **Slice 1: Visitors draw the stage**
```

## Accepted: no spec of the project says that it is approved

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login

- **Status:** Draft
```

```md context/spec/001-login/tasks.md
# Tasks: Login

- [x] **Slice 1: Visitors see the form**
- [ ] **Slice 2: Visitors sign in**
```

```md context/spec/002-sheets/functional-spec.md
# Functional Specification: Song sheets

- **Status:** Completed
```

## Accepted: a layout without an approval status, and nothing else requires approval

```md .agent-os/specs/2025-10-08-login/spec.md
# Spec Requirements Document

> Spec: Login
> Status: Planning
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
- [ ] 2. Sign-out
```
"""

from __future__ import annotations

from aos_check.model.change import Change
from aos_check.model.document import Role, Status
from aos_check.model.finding import Problem, Related, Severity
from aos_check.model.rule import Verdicts, spec_rule
from aos_check.model.spec import Spec
from aos_check.model.task import Task
from aos_check.progress.approval import (
    BY_THE_END,
    how_to_approve,
    is_taken_back,
    not_judged,
    place_of,
    why_not,
)

_OVER = (Status.DONE, Status.CANCELLED)


@spec_rule("SPEC004", doc=__doc__, severity=Severity.ERROR, weak=Severity.INFO)
def unapproved_requirements(spec: Spec, *, change: Change | None) -> Verdicts:
    """Report every unapproved spec whose work has started and is not over."""
    over = spec.finished or (spec.status is not None and spec.status.value in _OVER)
    begun = spec.first_started()
    missing = any(role is Role.REQUIREMENTS for role, _ in spec.missing)
    if begun and not over and not missing and not spec.approval.holds:
        yield not_judged(spec) or _unapproved(spec, begun, change)


def _unapproved(spec: Spec, begun: Task, change: Change | None) -> Problem:
    taken_back = is_taken_back(spec, change)
    stage = "done" if begun.done else "in progress"
    return Problem(
        at=place_of(spec),
        spec=spec.id,
        message=f"work on {spec.id} is under way, but its requirements are not approved: "
        f"{why_not(spec)}",
        help=how_to_approve(spec) + BY_THE_END * taken_back,
        related=(Related(begun.at, f"task {begun.label} is {stage}"),),
        weak=taken_back,
        strict=spec.approval.demanded,
    )
