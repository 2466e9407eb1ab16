"""A line looks like an artifact and cannot be read as one.

What cannot be read is judged by no rule: the task behind an unknown mark counts as open, and in a
task file without any boxes nothing is checked at all. Write the line in a form that says what it
means.

## Flagged: marks that nobody knows

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
- [@] 2. Sign-out                <!-- DOC001 -->
- [#] 3. Reset the password      <!-- DOC001 -->
```

## Flagged: no task says whether it is done

```md agent-os/specs/2025-10-08-login/tasks.md
# Task Breakdown: Login            <!-- DOC001 -->

#### Task Group 1: Form

- 1.1 Write tests
- 1.2 Validate the e-mail
```

## Flagged: front matter that is no YAML

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

from aos_check.model.finding import Problem, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule


@project_rule("DOC001", doc=__doc__, severity=Severity.WARNING)
def unread_artifact(project: Project) -> Verdicts:
    """Pass on what reading could make nothing of."""
    for document in project.all_documents():
        for mark in document.unread:
            yield Problem(
                at=mark.at,
                message=mark.text,
                help="write it in the form of its layout, so that it can be checked",
            )
    for spec in project.specs:
        if spec.tasks and spec.tasks.cut_at:
            yield Problem(
                at=spec.tasks.cut_at,
                message="more dependencies are named than are checked, from here on",
                help="name the group that holds the tasks, or split the file",
            )
