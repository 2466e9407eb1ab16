"""A line looks like an artifact and cannot be read as one.

What is not read is not checked: a task behind a mark that nobody knows, a task file in which nothing
says what is done, front matter that is not YAML. Write it in the layout's form.

## Flagged: a mark that nobody knows

```md .agent-os/specs/2025-10-08-login/tasks.md
- [x] 1. Sign-in form
- [§] 2. Sign-out               <!-- DOC001 -->
```

## Flagged: a task file without a single state

```md agent-os/specs/2025-10-08-login/tasks.md
# Task Breakdown: Login         <!-- DOC001 -->

## Task 1: Sign-in form

Show the form.

## Task 2: Sign-out
```

## Accepted

```md .agent-os/specs/2025-10-08-login/tasks.md
- [x] 1. Sign-in form
- [~] 2. Sign-out *(Deferred - nobody asks for it)*
- [🔄] 3. Password reset

[P] marks tasks that may run at the same time.
```
"""

from __future__ import annotations

from aos_check.finding import Problem, Severity
from aos_check.model import Project
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("DOC001", doc=__doc__, severity=Severity.WARNING)
def unread_artifact(project: Project) -> Verdicts:
    """Judge what reading could make nothing of."""
    for document in project.all_documents():
        for mark in document.unread:
            yield Problem(
                at=mark.at,
                message=mark.text,
                help="write it in a form of this layout, so that it can be checked",
            )
