"""A project has specs and no mission document.

Without it nobody can tell which feature is out of place. Write down in half a page what the product is for.

## Flagged

```md .agent-os/specs/2025-10-08-login/spec.md
# Login                         <!-- MISS001 -->
```

## Accepted

```md .agent-os/product/mission.md
# Product Mission
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


@project_rule("MISS001", doc=__doc__, severity=Severity.WARNING)
def missing_mission(project: Project) -> Verdicts:
    """Judge a project whose layout has a mission and that has none."""
    if project.specs and Role.MISSION in project.expects and project.mission is None:
        yield Problem(
            at=project.specs[0].at,
            message="the project has specs, and no mission document says what they serve",
            help="write the mission document of this layout",
        )
