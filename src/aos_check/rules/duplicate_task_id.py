"""Two tasks in a file have the same id.

A commit, a dependency or a person that names the id may mean either task, and the wrong one gets
ticked. Give the later task a free id. Ids such as `1.2` and `T012` are unique in a file. A list
that counts 1, 2, 3 may start again under the next heading.

## Flagged

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
  - [x] 1.1 Write tests
  - [x] 1.2 Validate the e-mail
  - [ ] 1.2 Verify all tests pass  <!-- TASK003 -->
- [ ] 2. Sign-out
- [ ] 2. Reset the password        <!-- TASK003 -->
```

## Flagged: in another group

```md specs/001-login/tasks.md
# Tasks: Login

## Phase 1: Setup

- [ ] T001 Create the project

## Phase 2: Form

- [ ] T001 Add the form            <!-- TASK003 -->
```

```md specs/001-login/spec.md
# Feature Specification: Login

- **FR-001**: Visitors sign in with their e-mail.
```

## Accepted: 1.1 and 1.10, and lists that start again

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

## Phase 1: Form

### Look

- [ ] 1. Draw the form
- [ ] 2. Colour it

### Behaviour

- [ ] 1. Validate the e-mail
  - [ ] 1.1 Write tests
  - [ ] 1.10 Verify

## Phase 2: Session

- [ ] 1. Keep the session
```
"""

from __future__ import annotations

from aos_check.model.finding import Problem, Related, Severity
from aos_check.model.rule import Verdicts, spec_rule
from aos_check.model.spec import Spec
from aos_check.progress.ids import doubled


@spec_rule("TASK003", doc=__doc__, severity=Severity.ERROR)
def duplicate_task_id(spec: Spec) -> Verdicts:
    """Report every task whose id an earlier task has."""
    for first, task in doubled(spec):
        yield Problem(
            at=task.at,
            task=task.id,
            message=f'the id {task.id} of "{task.title}" is already the id of "{first.title}"',
            help="give the later task a free id",
            related=(Related(first.at, f"also {first.id}"),),
        )
