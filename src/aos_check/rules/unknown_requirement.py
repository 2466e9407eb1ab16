"""A task names a requirement that does not exist.

The task cannot be checked against its goal. Often the requirement was renumbered or deleted. Name
the intended requirement, or write it. Tasks of one spec that name the same one are one finding.

## Flagged

```md .praxis-os/specs/approved/2025-10-08-login/srd.md
# Login: Software Requirements Document

## Functional Requirements

- **FR-001**: Visitors sign in with their e-mail.
```

```md .praxis-os/specs/approved/2025-10-08-login/tasks.md
# Login: Tasks

## Phase 1: Form

- [ ] **Task 1.1**: Add the form (FR-001)
- [ ] **Task 1.2**: Sign out (FR-007)  <!-- TASK011 -->
```

## Flagged: requirements with numbers

```md .kiro/specs/login/requirements.md
# Requirements Document

### Requirement 1: Sign in

#### Acceptance Criteria

1. WHEN a visitor signs in THEN the system SHALL open a session.
2. WHEN the password is wrong THEN the system SHALL say so.

### Requirement 2: Sign out

The visitor signs out.
```

```md .kiro/specs/login/tasks.md
# Implementation Plan

- [ ] 1. Sign in
  - _Requirements: 1.1, 1.2, 2.1_
- [ ] 2. Remember the visitor    <!-- TASK011 -->
  - _Requirements: 1.3_
- [ ] 3. Test the sign-in. **Validates: Requirements 7.1**  <!-- TASK011 -->
```

## Accepted: all requirements, and ids in another case

```md .praxis-os/specs/approved/2025-10-08-login/srd.md
# Login: Software Requirements Document

## Requirements

- **NFR-SC1**: A thousand visitors sign in at once.
```

```md .praxis-os/specs/approved/2025-10-08-login/tasks.md
# Login: Tasks

## Phase 1: Form

- [ ] **Task 1.1**: Add the form (NFR-Sc1)
- [ ] **Task 1.2**: Test it
  - **Traces to:** srd.md (All Requirements), all NFRs
```

## Accepted: requirements without ids

```md .praxis-os/specs/approved/2025-10-08-login/srd.md
# Login: Software Requirements Document

## Functional Requirements

- Visitors sign in with their e-mail.
```

```md .praxis-os/specs/approved/2025-10-08-login/tasks.md
# Login: Tasks

## Phase 1: Form

- [ ] **Task 1.1**: Add the form (FR-001 of the old document)
```

## Flagged: user stories

```md specs/001-login/spec.md
# Feature Specification: Login

### User Story 1 - Sign in (Priority: P1)

### User Story 2: Sign out (P2)
```

```md specs/001-login/tasks.md
# Tasks: Login

- [ ] T001 [P] [US1] Add the form
- [ ] T002 [US1/US2] Keep the session
- [ ] T003 [US3] Remember the visitor           <!-- TASK011 -->
```

## Accepted: labels without stories

```md specs/001-login/spec.md
# Feature Specification: Login

- **FR-001**: Visitors sign in with their e-mail.
```

```md specs/001-login/tasks.md
# Tasks: Login

- [ ] T001 [P] [US1] Add the form (FR-001, SC-001)
```

## Accepted: requirements with names

```md openspec/changes/add-login/specs/login/spec.md
## ADDED Requirements

### Requirement: Visitors sign in
Visitors SHALL sign in with their e-mail.
```

```md openspec/changes/add-login/tasks.md
- [ ] 1.1 Add the form (FR-001 of the ticket)
```
"""

from __future__ import annotations

from collections.abc import Collection

from aos_check.model.finding import Problem, Severity
from aos_check.model.rule import Verdicts, spec_rule
from aos_check.model.spec import Spec
from aos_check.model.wording import and_more
from aos_check.progress.ids import kind, plain

_SHOWN = 5


@spec_rule("TASK011", doc=__doc__, severity=Severity.ERROR)
def unknown_requirement(spec: Spec) -> Verdicts:
    """Report every requirement that a task names and the spec does not have."""
    known = {plain(each.id) for each in spec.requirements if not each.by_name}
    for task in spec.all_tasks() if known else ():
        unknown = [name for name in task.requirements if not _exists(plain(name), known)]
        if unknown:
            names = " and ".join(unknown[:_SHOWN]) + and_more(unknown, _SHOWN)
            yield Problem(
                at=task.at,
                task=task.id,
                message=f"task {task.label} names {names}, but {spec.id} has no such requirement",
                help="name the intended requirement, or write it",
                cause=f"{spec.path}: {names}",
            )


def _exists(name: str, known: Collection[str]) -> bool:
    """Return True if the requirement exists, or if nothing in its document says which ones do.

    A number or a kind of id means something only if requirements have it. If requirement 7 has no
    numbered criteria, 7.3 may be any sentence of it.
    """
    if name in known or name.removeprefix("req-") in known or name.endswith("*"):
        return True
    if not name[:1].isdigit():
        return not any(kind(each) == kind(name) for each in known)
    outer = name.rpartition(".")[0]
    if outer in known:
        return not any(each.startswith(f"{outer}.") for each in known)
    return not any(each[:1].isdigit() for each in known)
