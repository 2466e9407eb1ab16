"""A question is open although the spec has tasks.

Whoever does the tasks will answer it by guessing. Answer it in the document, strike the marker, or write the
answer behind it.

## Flagged

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login

## 2. Functional Requirements

- Readers sign in. [NEEDS CLARIFICATION: with which account?]   <!-- DOC006 -->
```

```md context/spec/001-login/tasks.md
- [ ] **Slice 1: Sign-in form**
```

## Flagged: no answer

```md agent-os/specs/2025-10-08-login/planning/requirements.md
# Spec Requirements: Login

**Q1:** Who signs in?           <!-- DOC006 -->
**Answer:**

**Q2:** How often?
**Answer:** Daily.
```

```md agent-os/specs/2025-10-08-login/tasks.md
- [ ] 1.0 Sign-in form
```

## Accepted: answered, struck, or no tasks yet

```md context/spec/001-login/functional-spec.md
- Readers sign in. [NEEDS CLARIFICATION: which account?] → the library's
- ~~[NEEDS CLARIFICATION: and guests?]~~
```

```md context/spec/001-login/tasks.md
- [ ] **Slice 1: Sign-in form**
```

```md context/spec/002-mail/functional-spec.md
- Readers get mail. [NEEDS CLARIFICATION: how often?]
```
"""

from __future__ import annotations

from aos_check.finding import Problem, Severity
from aos_check.model import Project, Role
from aos_check.rules.rule import Verdicts, project_rule

_ASKING = {Role.REQUIREMENTS, Role.OVERVIEW, Role.DESIGN}


@project_rule("DOC006", doc=__doc__, severity=Severity.ERROR)
def open_clarification(project: Project) -> Verdicts:
    """Judge the open questions of specs that have tasks."""
    for spec in project.specs:
        if spec.tasks is None or not any(spec.tasks.groups):
            continue
        for document in spec.documents:
            for question in document.questions if document.role in _ASKING else ():
                yield Problem(
                    at=question.at,
                    message=f"the question is open, and the spec has tasks: {question.text}",
                    help="answer it here, or strike the marker",
                )
