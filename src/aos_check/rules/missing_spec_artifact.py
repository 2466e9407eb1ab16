"""A spec has no document that its layout requires at this stage.

Tasks without requirements are an error, because nothing says when they are done. Any other missing
document is a warning. Write it. A folder with only raw notes is an idea, and needs no documents
yet.

## Flagged: tasks without requirements

```md .praxis-os/specs/approved/2025-10-08-login/tasks.md
# Login: Tasks

## Phase 1: Form

- [ ] **Task 1.1**: Add the form
```

```md .praxis-os/specs/approved/2025-10-08-login/README.md
# Login                            <!-- SPEC002 -->

**Status:** Approved
```

```md .praxis-os/specs/approved/2025-10-08-login/specs.md
# Login: Design

One form.
```

```md .praxis-os/specs/approved/2025-10-08-login/implementation.md
# Login: Implementation

Use the library we have.
```

## Accepted: a process of Kiro without requirements

```json .kiro/specs/login/.config.kiro
{"specType": "feature", "workflowType": "fast-task"}
```

```md .kiro/specs/login/tasks.md
# Implementation Plan

- [ ] 1. Form
```

## Accepted: requirements alone, and raw notes

```md .praxis-os/specs/review/2025-10-08-login/srd.md
# Login: Software Requirements Document

## Functional Requirements

- **FR-001**: Visitors sign in with their e-mail.
```

```md agent-os/specs/2025-11-02-sheets/planning/initialization.md
# Initial Spec Idea

Print what is to be played.
```
"""

from __future__ import annotations

import posixpath

from aos_check.model.document import Role
from aos_check.model.finding import Problem, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.progress.causes import many_as_one


@project_rule("SPEC002", doc=__doc__, severity=Severity.ERROR, weak=Severity.WARNING)
@many_as_one
def missing_spec_artifact(project: Project) -> Verdicts:
    """Report the missing documents of every spec."""
    for spec in project.specs:
        for role, path in spec.missing:
            without_requirements = role is Role.REQUIREMENTS and spec.has_tasks
            name = posixpath.relpath(path, spec.path)
            yield Problem(
                at=spec.at,
                message=f"{spec.id} has tasks but no requirements: {name} is missing"
                if without_requirements
                else f"{spec.id} has no {name}",
                help=f"write {path}",
                weak=not without_requirements,
                key=f"{spec.slug} {role.value}",
                cause=f"{spec.layout} {name}",
            )
