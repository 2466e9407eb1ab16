"""Two specs have the same number or the same name.

A commit or a roadmap item that names the number fits both. This happens when two branches each take
the next number, or when a spec is copied to another lifecycle folder instead of moved. Give the
later spec a free number, or delete the copy.

## Flagged: a number twice

```md context/spec/001-login/tasks.md
# Tasks: Login

- [ ] **Slice 1: Visitors see the form**
```

```md context/spec/001-sheets/tasks.md
# Tasks: Song sheets               <!-- SPEC008 -->

- [ ] **Slice 1: Print a sheet**
```

## Flagged: copied to the next folder

```md .praxis-os/specs/approved/2025-10-08-login/srd.md
# Login: Software Requirements Document

## Functional Requirements

- **FR-001**: Visitors sign in with their e-mail.
```

```md .praxis-os/specs/completed/2025-10-08-login/srd.md
# Login: Software Requirements Document  <!-- SPEC008 -->

## Functional Requirements

- **FR-001**: Visitors sign in with their e-mail.
```

## Accepted: two specs of one day, and two layouts with their own numbers

```md agent-os/specs/2025-10-08-login/spec.md
# Specification: Login

## Goal

Visitors sign in with their e-mail.

## Specific Requirements

**Form**
- It asks for e-mail and password.
```

```md agent-os/specs/2025-10-08-sheets/spec.md
# Specification: Song sheets

## Goal

Bands print what is to be played.

## Specific Requirements

**Sheet**
- It fits on one page.
```

```md context/spec/001-login/tasks.md
# Tasks: Login

- [ ] **Slice 1: Visitors see the form**
```

```md specs/001-sheets/spec.md
# Feature Specification: Song sheets

- **FR-001**: A sheet fits on one page.
```
"""

from __future__ import annotations

import posixpath

from aos_check.model.finding import Problem, Related, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.model.spec import Spec
from aos_check.progress.causes import many_as_one


@project_rule("SPEC008", doc=__doc__, severity=Severity.ERROR)
@many_as_one
def duplicate_spec_number(project: Project) -> Verdicts:
    """Compare every spec with those before it in its root."""
    seen: dict[tuple[str, str], Spec] = {}
    for spec in project.specs:
        first = seen.setdefault((_root(spec), spec.number or spec.id), spec)
        if first is not spec:
            yield Problem(
                at=spec.at,
                message=f"{spec.id} has the same number as {first.id}"
                if spec.id != first.id
                else f"{spec.id} exists twice",
                help="give the later spec a free number, or delete the copy",
                related=(Related(first.at, f"also {first.path}"),),
                cause="number" if spec.id != first.id else "copy",
            )


def _root(spec: Spec) -> str:
    """The folder of the specs, without the lifecycle folder."""
    folder = posixpath.dirname(spec.path)
    return posixpath.dirname(folder) if spec.bucket else folder
