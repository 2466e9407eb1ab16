"""A line looks like part of an artifact but cannot be read.

No rule checks a line that cannot be read. A task with an unknown mark counts as open, and a task
file without any boxes is not checked at all. Write the line in a form that the layout knows. Lines
with the same fault are one finding.

## Flagged: unknown marks

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
- [@] 2. Sign-out                <!-- DOC001 -->
- [#] 3. Reset the password      <!-- DOC001 -->
```

## Flagged: lines that only look like boxes, once for each reason

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form

-[x] 2. Sign-out                 <!-- DOC001 -->

* [ ]3. Reset the password

[ ] 4. Remember the visitor      <!-- DOC001 -->
```

## Flagged: a fence that is never closed

```md .agent-os/specs/2025-10-08-login/tasks.md DOC001:5
# Spec Tasks

- [x] 1. Sign-in form

~~~sh
make test

- [ ] 2. Sign-out
```

## Flagged: no task says whether it is done

```md agent-os/specs/2025-10-08-login/tasks.md
# Task Breakdown: Login            <!-- DOC001 -->

#### Task Group 1: Form

- 1.1 Write tests
- 1.2 Validate the e-mail
```

## Flagged: front matter that is not YAML

```md docs/adr/0001-use-postgres.md DOC001:4
---
status: accepted
date: [2025-03-04
---

# Use PostgreSQL

## Context and Problem Statement

We need transactions.

## Decision Outcome

Chosen option: "PostgreSQL", because we know it.
```

## Accepted: every usual mark, a link and a checklist in another document

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
- [~] 2. Sign-out
- [/] 3. Reset the password
- [ ] 4. Read the [guide](https://example.org)
```

```md .agent-os/specs/2025-10-08-login/spec.md
# Spec Requirements Document

> Spec: Login

## Overview

Visitors sign in with their e-mail.

## Spec Scope

1. **Form** - ask for e-mail and password

## Ideas

- [@] ask Ada about passkeys
```
"""

from __future__ import annotations

from aos_check.model.finding import NotEvaluated, Place, Problem, Related, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.model.wording import counted

_SHOWN = 20


@project_rule("DOC001", doc=__doc__, severity=Severity.WARNING)
def unread_artifact(project: Project) -> Verdicts:
    """Report every line that could not be read."""
    for document in project.all_documents():
        places: dict[str, list[Place]] = {}  # by the reason
        for mark in document.unread:
            places.setdefault(mark.text, []).append(mark.at)
        for reason, (first, *others) in places.items():
            more = f" (also {counted(len(others), 'more line')})" if others else ""
            yield Problem(
                at=first,
                message=f"{reason}{more}",
                help="write it in the form of its layout, so that it can be checked",
                related=tuple(Related(at, "here too") for at in others[:_SHOWN]),
            )
    for spec in project.specs:
        if spec.unknown_tasks:
            yield NotEvaluated(spec.unknown_tasks)
        if spec.tasks and spec.tasks.cut_at:
            yield Problem(
                at=spec.tasks.cut_at,
                message="too many dependencies: those from here on are not checked",
                help="name the group that holds the tasks, or split the file",
            )
