"""A spec's folder is not named as its layout asks.

Branches, commits and the roadmap name a spec by its folder; a name of another form is found by none of them. Rename the
folder with `git mv`.

## Flagged

```md .agent-os/specs/login/spec.md
# Login                         <!-- SPEC001 -->
```

## Flagged: no such day

```md agent-os/specs/2025-13-45-login/spec.md
# Login                         <!-- SPEC001 -->
```

## Accepted

```md .agent-os/specs/2025-07-29-task-sync-#6/spec.md
# Task sync
```

```md .agent-os/specs/README.md
# How we write specs
```

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login
```
"""

from __future__ import annotations

from aos_check.finding import Problem, Severity
from aos_check.model import Project
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("SPEC001", doc=__doc__, severity=Severity.WARNING)
def misnamed_spec_folder(project: Project) -> Verdicts:
    """Judge the name of each spec's folder."""
    for spec in project.specs:
        if not spec.well_named:
            yield Problem(
                at=spec.at,
                message=f"{spec.id} is not the form in which {spec.layout} names a spec",
                help="rename it with `git mv` to the form of its layout",
            )
