"""A roadmap item is done while its spec has open tasks.

The roadmap promises something that does not exist, and the open tasks are forgotten. Finish them,
defer them with a reason (`(deferred: why)`), or untick the item. An item belongs to a spec by a
link or path, by number, or by an equal title. A similar title is not enough.

## Flagged

```md .agent-os/product/roadmap.md
# Product Roadmap

## Phase 1: Rehearse

- [x] Login - visitors sign in with their e-mail `M`  <!-- ROAD002 -->
- ✅ **Song sheets** - see .agent-os/specs/2025-11-02-sheets/  <!-- ROAD002 -->
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
- [ ] 2. Sign-out
```

```md .agent-os/specs/2025-11-02-sheets/tasks.md
# Spec Tasks

- [ ] 1. Print a sheet
```

## Flagged: once for a spec with several items

```md context/product/roadmap.md
# Product Roadmap

## Phase 1

- [x] **Login**
  - [x] **Form:** Visitors sign in    <!-- ROAD002 -->
  - [x] **Mail:** Visitors are told
- [ ] **Issue #12:** Song sheets
```

```md context/spec/001-accounts/functional-spec.md
# Functional Specification: Accounts

- **Roadmap Item:** Phase 1 → Login (Form, Mail)

## 1. Overview and Rationale

Visitors sign in with their e-mail.

## 2. Functional Requirements

- The form asks for e-mail and password.

## 3. Scope and Boundaries

- Passkeys are out of scope.
```

```md context/spec/001-accounts/tasks.md
# Tasks: Accounts

- [ ] **Slice 1: Visitors see the form**
```

## Accepted: deferred tasks, and a title that is only similar

```md agent-os/product/roadmap.md
# Product Roadmap

1. [x] Login — visitors sign in with their e-mail `M`
2. [x] Login with passkeys — visitors sign in without a password `S`
3. [ ] Song sheets — print what is to be played `S`
```

```md agent-os/specs/2025-10-08-login/tasks.md
# Task Breakdown: Login

- [x] 1.0 Sign-in form
- [ ] 2.0 Sign-out (deferred: needs the session store)
```

```md agent-os/specs/2025-11-02-song-sheets/tasks.md
# Task Breakdown: Song sheets

- [ ] 1.0 Print a sheet
```

```md agent-os/specs/2025-11-09-passkeys/tasks.md
# Task Breakdown: Passkeys

- [ ] 1.0 Register a passkey
```
"""

from __future__ import annotations

from aos_check.model.document import State
from aos_check.model.finding import Problem, Related, Severity
from aos_check.model.project import Milestone, Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.model.spec import Spec
from aos_check.model.task import Task
from aos_check.progress.tasks import first_and_more, point_to_open

_SHOWN = 5


@project_rule("ROAD002", doc=__doc__, severity=Severity.ERROR)
def milestone_ticked_early(project: Project) -> Verdicts:
    """Report every spec with open tasks and a done item, once per spec."""
    done: dict[str, list[Milestone]] = {}
    for milestone in project.milestones:
        for name in milestone.specs if milestone.state is State.DONE else ():
            done.setdefault(name, []).append(milestone)
    for spec in project.specs:
        still_open = spec.left_open() if spec.id in done else []
        if still_open:
            yield _early(done[spec.id], spec, still_open)


def _early(items: list[Milestone], spec: Spec, still_open: list[Task]) -> Problem:
    first, *others = items
    subject = f'"{first.title}" and {len(others)} more are' if others else f'"{first.title}" is'
    return Problem(
        at=first.at,
        spec=spec.id,
        message=f"{subject} done, but {spec.id} has open tasks: {first_and_more(still_open)}",
        help="finish the tasks, mark them as deferred, or untick the item",
        related=(
            *(Related(item.at, f'"{item.title}" too') for item in others[:_SHOWN]),
            *point_to_open(still_open),
        ),
    )
