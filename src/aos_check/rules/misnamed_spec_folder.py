"""A spec's folder does not follow the naming pattern of its layout.

Commands find specs by this pattern, sort them by date or number, and name branches after them. They
skip a folder with another name. Rename it, and correct the references to it.

## Flagged: a date that does not exist

```md agent-os/specs/2025-02-30-login/spec.md
# Specification: Login             <!-- SPEC001 -->

## Goal

Visitors sign in with their e-mail.

## Specific Requirements

**Form**
- It asks for e-mail and password.
```

## Flagged: no number

```md context/spec/login/functional-spec.md
# Functional Specification: Login  <!-- SPEC001 -->

- **Status:** Draft

## 1. Overview and Rationale

Visitors sign in with their e-mail.

## 2. Functional Requirements

- The form asks for e-mail and password.

## 3. Scope and Boundaries

- Passkeys are out of scope.
```

## Accepted: the forms of several layouts

```md .agent-os/specs/2025-10-08-login-#42/tasks.md
# Spec Tasks

- [ ] 1. Sign-in form
```

```md context/spec/001-login/tasks.md
# Tasks: Login

- [ ] **Slice 1: Visitors see the form**
```

```md openspec/changes/add-login/tasks.md
# Tasks

- [ ] 1.1 Sign-in form
```
"""

from __future__ import annotations

from aos_check.model.finding import Problem, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.progress.causes import many_as_one


@project_rule("SPEC001", doc=__doc__, severity=Severity.WARNING)
@many_as_one
def misnamed_spec_folder(project: Project) -> Verdicts:
    """Report every spec whose name does not match the pattern of its layout."""
    well_named = {spec.layout: spec.path for spec in reversed(project.specs) if spec.well_named}
    for spec in project.specs:
        if not spec.well_named:
            yield Problem(
                at=spec.at,
                message=f"{spec.path} is not named the way {spec.layout} names specs",
                help=f"rename it like {well_named[spec.layout]}"
                if spec.layout in well_named
                else f"rename it to match the name pattern of the layout {spec.layout}",
                cause=spec.layout,
            )
