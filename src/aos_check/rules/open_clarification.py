"""A question is open although the spec has tasks.

The tasks were planned on a guess, so the work is a guess too. Get an answer, write it after the
question, and review the tasks. In a spec whose tasks are all done it is only information.

## Flagged: a marker

```md specs/001-login/spec.md
# Feature Specification: Login

**Status**: Draft

- **FR-001**: Sessions end after [NEEDS CLARIFICATION: how long?]  <!-- DOC006 -->
```

```md specs/001-login/tasks.md
# Tasks: Login

- [ ] T001 Add the form
```

## Flagged: an unanswered question

```md agent-os/specs/2025-10-08-login/planning/requirements.md
# Spec Requirements: Login

## Requirements Discussion

**Q1:** Do we need passkeys?
**Answer:** No, not in this release.

**Q2:** How long does a session last?  <!-- DOC006 -->
**Answer:**

## Requirements Summary

Visitors sign in with their e-mail.
```

```md agent-os/specs/2025-10-08-login/tasks.md
# Task Breakdown: Login

- [ ] 1.0 Sign-in form
```

## Accepted: no tasks yet

```md specs/001-login/spec.md
# Feature Specification: Login

- **FR-001**: Sessions end after [NEEDS CLARIFICATION: how long?]
```

## Accepted: answered, ticked, struck out, out of scope, or only mentioned

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login

- **Status:** Approved

## 1. Overview and Rationale

Visitors sign in with their e-mail. We mark doubts with `[NEEDS CLARIFICATION: …]`.

## 2. Functional Requirements

- Sessions end. [NEEDS CLARIFICATION: when?] → after thirty days
- [x] [NEEDS CLARIFICATION: who may sign in?]
- ~~Remember the device [NEEDS CLARIFICATION: which?]~~

## 3. Scope and Boundaries

- Passkeys are out of scope.

### Out of Scope

- Passkeys [NEEDS CLARIFICATION: later?]
```

```md context/spec/001-login/tasks.md
# Tasks: Login

- [ ] **Slice 1: Visitors see the form**
  - [ ] Add the form
```
"""

from __future__ import annotations

from aos_check.model.finding import Problem, Severity
from aos_check.model.rule import Verdicts, spec_rule
from aos_check.model.spec import Spec


@spec_rule("DOC006", doc=__doc__, severity=Severity.ERROR, weak=Severity.INFO)
def open_clarification(spec: Spec) -> Verdicts:
    """Report the open questions of every spec with tasks."""
    for question in spec.open_questions() if spec.has_tasks else ():
        yield Problem(
            at=question.at,
            message=f'"{question.text}" is open, but {spec.id} already has tasks',
            help="get an answer, and write it after the question",
            weak=spec.finished,
        )
