"""All tasks of a spec are done, but its roadmap item is open.

The roadmap hides finished work, and the same thing is planned again. Tick the item. An item that
covers several specs is done when all of them are.

## Flagged

```md context/product/roadmap.md
# Product Roadmap

## Phase 1

- [ ] **Login**  <!-- ROAD003 -->
- [ ] **Song sheets**
```

```md context/spec/001-login/functional-spec.md
# Functional Specification: Accounts

- **Roadmap Item:** Login
- **Status:** Completed

## 1. Overview and Rationale

Visitors sign in with their e-mail.

## 2. Functional Requirements

- The form asks for e-mail and password.

## 3. Scope and Boundaries

- Passkeys are out of scope.
```

```md context/spec/001-login/tasks.md
# Tasks: Accounts

- [x] **Slice 1: Visitors see the form**
  - [x] Add the form
```

## Accepted: an item with two specs, one of them open, and deferred work

```md .agent-os/product/roadmap.md
# Product Roadmap

## Phase 1: Rehearse

- [ ] Accounts - .agent-os/specs/2025-10-08-login/ and .agent-os/specs/2025-11-02-profile/ `L`
- [ ] Song sheets - print what is to be played `S`
- [x] Stage plan - who stands where `S`
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
```

```md .agent-os/specs/2025-11-02-profile/tasks.md
# Spec Tasks

- [ ] 1. Picture
```

```md .agent-os/specs/2025-11-09-song-sheets/tasks.md
# Spec Tasks

- [x] 1. Print a sheet
- [ ] 2. Print a book (blocked: the printer is on its way)
```

```md .agent-os/specs/2025-11-16-stage-plan/tasks.md
# Spec Tasks

- [x] 1. Draw the stage
```

## Accepted: a part of the item has no spec yet

```md context/product/roadmap.md
# Product Roadmap

## Phase 1

- [ ] **Login**
  - [x] **Form:** Visitors sign in with their e-mail
  - [ ] **Passkeys:** Visitors sign in with their thumb
```

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login

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
  - [x] Add the form
```
"""

from __future__ import annotations

from aos_check.model.finding import Problem, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.progress.milestones import overdue, why_done


@project_rule("ROAD003", doc=__doc__, severity=Severity.ERROR)
def milestone_not_ticked(project: Project) -> Verdicts:
    """Report every open item whose specs are all done."""
    for milestone, specs in overdue(project):
        ids = " and ".join(spec.id for spec in specs)
        yield Problem(
            at=milestone.at,
            spec=specs[0].id,
            message=f'every task of {ids} is done, but "{milestone.title}" is still open',
            help="tick the roadmap item, or add the task that is missing",
            related=why_done(specs),
        )
