"""Two specs have the same number or the same name.

A commit or a roadmap item that names the number fits both. This happens when two branches each take
the next number, or when a spec is copied to another lifecycle folder instead of moved. Give the
later spec a free number, or delete the copy. Names that differ only in case are the same name.

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

## Flagged: a name in another case

```md .kiro/specs/Login/tasks.md
# Implementation Plan

- [ ] 1. Add the form
```

```md .kiro/specs/login/tasks.md
# Implementation Plan                <!-- SPEC008 -->

- [ ] 1. Add the form
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
import unicodedata

from aos_check.model.finding import Problem, Related, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.model.spec import Spec
from aos_check.progress.causes import many_as_one


@project_rule("SPEC008", doc=__doc__, severity=Severity.ERROR)
@many_as_one
def duplicate_spec_number(project: Project) -> Verdicts:
    """Compare every spec with those before it in its root."""
    seen: dict[tuple[str, str | None, str], Spec] = {}
    for spec in project.specs:
        root = _root(spec)
        keys = [(root, spec.number, ""), (root, None, _folded(spec.id))][spec.number is None :]
        first = next((seen[key] for key in keys if key in seen), spec)
        if first is not spec:
            cause, same = _likeness(spec, first)
            yield Problem(
                at=spec.at,
                message=same,
                help="give the later spec a free number, or delete the copy",
                related=(Related(first.at, f"also {first.path}"),),
                cause=cause,
            )
        seen |= {key: first for key in keys if key not in seen}


def _likeness(spec: Spec, first: Spec) -> tuple[str, str]:
    if spec.id == first.id:
        return "copy", f"{spec.id} exists twice"
    if _folded(spec.id) == _folded(first.id):
        return "case", f"the names of {spec.id} and {first.id} differ only in case"
    return "number", f"{spec.id} has the same number as {first.id}"


def _folded(name: str) -> str:
    """The name in the form in which a file system that ignores case compares it."""
    return unicodedata.normalize("NFC", name).casefold()


def _root(spec: Spec) -> str:
    """The folder of the specs, without the lifecycle folder."""
    folder = posixpath.dirname(spec.path)
    return posixpath.dirname(folder) if spec.bucket else folder
