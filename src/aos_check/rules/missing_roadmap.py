"""A project has specs and no roadmap.

Nothing says which spec comes next, or which specs belong together. Write the roadmap: one line with
a box for each planned step. Layouts without a roadmap are exempt. If the mission is missing too,
MISS001 reports both.

## Flagged

```md .agent-os/specs/2025-10-08-login/spec.md
# Spec Requirements Document     <!-- ROAD001 -->

> Spec: Login

## Overview

Visitors sign in with their e-mail.

## Spec Scope

1. **Form** - ask for e-mail and password
```

```md .agent-os/product/mission.md
# Product Mission

## Pitch

A notebook that a band shares.
```

## Accepted

```md .agent-os/specs/2025-10-08-login/spec.md
# Spec Requirements Document

> Spec: Login

## Overview

Visitors sign in with their e-mail.

## Spec Scope

1. **Form** - ask for e-mail and password
```

```md .agent-os/product/roadmap.md
# Product Roadmap

## Phase 1: Rehearse

- [ ] Login - visitors sign in with their e-mail `M`
```

## Accepted: layouts without a roadmap

```md .praxis-os/specs/approved/2025-10-08-login/srd.md
# Login: Software Requirements Document

## Functional Requirements

- **FR-001**: Visitors sign in with their e-mail.
```

```md .kiro/specs/login/requirements.md
# Requirements

Visitors sign in with their e-mail.
```
"""

from __future__ import annotations

from aos_check.model.document import Role
from aos_check.model.finding import Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.progress.documents import missing_document


@project_rule("ROAD001", doc=__doc__, severity=Severity.WARNING)
def missing_roadmap(project: Project) -> Verdicts:
    """Report a project with specs and a mission but no roadmap, if its layout requires one."""
    # Without a mission too, the team has no product documents, which MISS001 reports.
    without_mission = Role.MISSION in project.expects and project.mission is None
    wanted = project.specs and Role.ROADMAP in project.expects and not without_mission
    if wanted and project.roadmap is None:
        yield missing_document(
            project, "roadmap", "write down the steps that are planned, one box each"
        )
