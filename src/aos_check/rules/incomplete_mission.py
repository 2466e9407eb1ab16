"""A section that the mission must have is absent or empty.

Each new spec is measured against it, and an empty section measures nothing. Write one true sentence.

## Flagged

```md .agent-os/product/mission.md
# Product Mission               <!-- MISS002 -->

## Pitch

Shelf lends books.

## Users

Volunteers.

## The Problem
```

## Accepted

```md .agent-os/product/mission.md
# Product Mission

## Vision

Shelf lends books.

## Target Audience

Volunteers.

## Problems we solve

Paper cards get lost.
```
"""

from __future__ import annotations

from aos_check.finding import Problem, Severity
from aos_check.model import Project
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("MISS002", doc=__doc__, severity=Severity.WARNING)
def incomplete_mission(project: Project) -> Verdicts:
    """Judge the sections of the mission document."""
    if project.mission and project.mission.lacks:
        names = ", ".join(project.mission.lacks)
        yield Problem(
            at=project.mission.at,
            message=f"the mission has nothing under: {names}",
            help="add what is missing, one true sentence each",
        )
