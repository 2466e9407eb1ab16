"""A project has specs and no mission.

The mission names the users and their problem. Without it, each spec makes up its own answer. Write
it; a few sentences are enough. Layouts without a mission document are exempt.

## Flagged

```md agent-os/specs/2025-10-08-login/spec.md
# Specification: Login             <!-- MISS001 -->

## Goal

Visitors sign in with their e-mail.

## Specific Requirements

**Form**
- It asks for e-mail and password.
```

## Accepted

```md agent-os/specs/2025-10-08-login/spec.md
# Specification: Login

## Goal

Visitors sign in with their e-mail.

## Specific Requirements

**Form**
- It asks for e-mail and password.
```

```md agent-os/product/mission.md
# Product Mission

## Pitch

A notebook that a band shares.

## Users

Bands that rehearse weekly.

## The Problem

Songs get lost between rehearsals.
```

## Accepted: a layout without a mission document

```md openspec/changes/add-login/proposal.md
# Add a login

Visitors sign in with their e-mail.
```

## Accepted: no specs yet

```md agent-os/product/roadmap.md
# Product Roadmap

1. [ ] Login — visitors sign in with their e-mail `M`
```
"""

from __future__ import annotations

from aos_check.model.document import Role
from aos_check.model.finding import Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.progress.documents import missing_document


@project_rule("MISS001", doc=__doc__, severity=Severity.WARNING)
def missing_mission(project: Project) -> Verdicts:
    """Report a project with specs and no mission, if its layout requires one."""
    if project.specs and Role.MISSION in project.expects and project.mission is None:
        neither = Role.ROADMAP in project.expects and project.roadmap is None
        yield missing_document(
            project,
            "mission and no roadmap" if neither else "mission",
            "write down who the product is for and which problem it solves"
            + (", and the steps that are planned, one box each" if neither else ""),
        )
