"""A link or `@path` leads to a file that is not there.

The reader gets lost, and an agent that is told to read `@path` goes on without it. It happens when
a spec is renamed or moved. Correct the path, or drop the reference.

## Flagged

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

Tasks for @.agent-os/specs/2025-10-07-login/spec.md  <!-- DOC003 -->

- [ ] 1. Sign-in form, see [the sketch](sketch.md)   <!-- DOC003 -->
```

## Accepted: links that lead somewhere, in whatever way they are written

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

Tasks for @.agent-os/specs/2025-10-08-login/spec.md; the [spec](./spec.md#overview) and
[the same](/.agent-os/specs/2025-10-08-login/spec.md) again. `[a](missing.md)` is code,
[this](https://example.org/missing.md) lies elsewhere, [that](path/to/file.md) is an example.

- [ ] 1. Sign-in form by @ada with @types/react
```

```md .agent-os/specs/2025-10-08-login/spec.md
# Spec Requirements Document

## Overview

Visitors sign in with their e-mail.

## Spec Scope

1. **Form** - ask for e-mail and password
```
"""

from __future__ import annotations

from aos_check.finding import Problem, Severity
from aos_check.model import Project
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("DOC003", doc=__doc__, severity=Severity.WARNING)
def broken_reference(project: Project) -> Verdicts:
    """Report every reference of every document that leads nowhere."""
    for document in project.all_documents():
        for mark in document.broken_links:
            yield Problem(
                at=mark.at,
                message=f"{mark.text} is not there",
                help="correct the path, or drop the reference",
            )
