"""No task names a requirement.

Either it will not be built, or nothing shows which task builds it. Name it in the task that does
it, or add a task. This applies only to layouts that trace requirements (Spec Kit: user stories),
and only to kinds of ids (`FR`, `US`, numbers) that some task names. A requirement with a number is
named if one of its criteria is. All of one spec are one finding.

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

## Flagged: requirements with numbers

```md .kiro/specs/login/requirements.md
# Requirements Document

## 4. Introduction

1. Visitors come and go.

### Requirement 1: Sign in

1. WHEN a visitor signs in THEN the system SHALL open a session.
2. WHEN the password is wrong THEN the system SHALL say so.

### Requirement 2: Sign out          <!-- TASK010 -->

1. WHEN a visitor signs out THEN the system SHALL close the session.

### Requirement 3: Passkeys (deferred)

1. WHEN a visitor has a passkey THEN the system SHALL ask for it.

### Phase 5

1. Tell the visitors.
```

```md .kiro/specs/login/tasks.md
# Implementation Plan

- [ ] 1. Sign in
  - _Requirements: 1.1_
```

## Accepted: a range, and all criteria of a requirement

```md .kiro/specs/login/requirements.md
# Requirements Document

### Requirement 1: Sign in

1. WHEN a visitor signs in THEN the system SHALL open a session.

### Requirement 2: Sign out

1. WHEN a visitor signs out THEN the system SHALL close the session.

### Requirement 3: Speed

1. THE system SHALL answer within a second.

### Requirement 4: Mail

1. THE system SHALL send a mail.
```

```md .kiro/specs/login/tasks.md
# Implementation Plan

- [ ] 1. Sign in and out
  - _Requirements: 1.1–3.1_
- [ ] 2. Mail
  - _Requirements: 4.x_
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

## Flagged: a user story of Spec Kit

```md specs/001-login/spec.md
# Feature Specification: Login

### User Story 1 - Sign in (Priority: P1)

### User Story 2 - Sign out (Priority: P2)      <!-- TASK010 -->
```

```md specs/001-login/tasks.md
# Tasks: Login

- [ ] T001 [P] [US1] Add the form
```

## Accepted: other requirements of Spec Kit, and stories that a heading names or that are deferred

```md specs/001-login/spec.md
# Feature Specification: Login

### User Story 1 - Sign in (Priority: P1)

### User Story 2 - Sign out (Priority: P2)

### User Story 3 - Passkeys (Priority: P3, deferred)

- **FR-001**: Visitors sign in with their e-mail.
- **FR-002**: Visitors sign out.
```

```md specs/001-login/tasks.md
# Tasks: Login

## Phase 1: User Story 1 - Sign in

- [ ] T001 [US1] Add the form (FR-001)

## Phase 2: User Story 2 - Sign out

- [ ] T002 Add the button
```
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from aos_check.model.document import Role
from aos_check.model.finding import Problem, Severity
from aos_check.model.rule import Verdicts, spec_rule
from aos_check.model.spec import Requirement, Spec
from aos_check.progress.ids import is_named, kind, plain, traced_kinds
from aos_check.reading.deferral import heads_deferred_work, set_aside


@spec_rule("TASK010", doc=__doc__, severity=Severity.WARNING)
def uncovered_requirement(spec: Spec) -> Verdicts:
    """Report every requirement that no task names, where the layout traces them."""
    named = {plain(name) for task in spec.all_tasks() for name in task.requirements}
    # A criterion names its requirement.
    named |= {name.partition(".")[0] for name in named if not kind(name)}
    kinds = traced_kinds(spec, named)
    named |= set(_stories_in_headings(spec)) if kinds else set()
    for requirement in _to_build(spec, named) if kinds else ():
        if kind(requirement.id) in kinds and not is_named(requirement.id, named):
            yield Problem(
                at=requirement.at,
                message=f"no task of {spec.id} names {_called(requirement)}",
                help=f"name {requirement.id} in the task that does it, or add that task",
                cause=spec.path,
            )


def _to_build(spec: Spec, named: Collection[str]) -> Iterator[Requirement]:
    """The requirements that a task must name.

    Of those with numbers, these are the criteria of a story, and else the headings with criteria
    that begin like one that is named: "Phase 2" and "3. Scope" are no requirements beside
    "Requirement 1".
    """
    numbered = [it for it in spec.requirements if not kind(it.id)]
    with_criteria = {it.id.partition(".")[0] for it in numbered if "." in it.id}
    words = {_word(it) for it in numbered if it.id in named} - {""}
    for requirement in spec.requirements:
        is_due = requirement.id in with_criteria and not _is_deferred(requirement.text)
        if requirement.deferred:
            continue
        of_story = requirement.at.path == spec.path
        if kind(requirement.id) or of_story or (is_due and _word(requirement) in words):
            yield requirement


def _word(requirement: Requirement) -> str:
    """The words before the number in a heading."""
    return requirement.text.partition(requirement.id)[0].strip("*_# ").casefold()


def _is_deferred(heading: str) -> bool:
    return bool(heads_deferred_work(heading) or set_aside(heading))


def _called(requirement: Requirement) -> str:
    return requirement.id if kind(requirement.id) else f"requirement {requirement.id}"


_STORY = re.compile(r"\b(?:us|(?:user )?story)[\s#-]?(\d{1,3}[a-z]?)\b", re.IGNORECASE)


def _stories_in_headings(spec: Spec) -> Iterator[str]:
    """The user stories whose tasks are under a heading of theirs."""
    for document in spec.documents:
        for section in document.sections if document.role is Role.TASKS else ():
            yield from (plain(f"US{number}") for number in _STORY.findall(section.title))
