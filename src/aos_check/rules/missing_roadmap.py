"""A project has specs and no roadmap.

Then nobody knows which spec comes next, or that one is done. List the features in the order in which they come.

## Flagged

```md .agent-os/specs/2025-10-08-login/spec.md
# Login                         <!-- ROAD001 -->
```

## Accepted

```md .agent-os/product/roadmap.md
# Product Roadmap

- [ ] **Login**
```

```md .agent-os/specs/2025-10-08-login/spec.md
# Login
```

## Accepted: a layout that has none

```md .praxis-os/specs/2025-10-08-login/srd.md
# Software Requirements Document
```
"""

from __future__ import annotations

from aos_check.finding import Problem, Severity
from aos_check.model import Project, Role
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("ROAD001", doc=__doc__, severity=Severity.WARNING)
def missing_roadmap(project: Project) -> Verdicts:
    """Judge a project whose layout has a roadmap and that has none."""
    if project.specs and Role.ROADMAP in project.expects and project.roadmap is None:
        yield Problem(
            at=project.specs[0].at,
            message="the project has specs, and no roadmap says what comes when",
            help="write the roadmap of this layout",
        )
