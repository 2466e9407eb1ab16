"""The mission has a missing or empty section.

A mission that does not name the users or the problem cannot settle a dispute about a spec. Write
the section; a few sentences are enough. Its heading may use other words.

## Flagged

```md agent-os/product/mission.md
# Product Mission

## Pitch

A notebook that a band shares.

## Users                           <!-- MISS002 -->

## The Problem

Songs get lost between rehearsals.
```

## Flagged: a missing section

```md agent-os/product/mission.md
# Product Mission                  <!-- MISS002 -->

## Pitch

A notebook that a band shares.

## Users

Bands that rehearse weekly.
```

## Accepted: headings in other words

```md agent-os/product/mission.md
# Product Mission

## Our Vision

A notebook that a band shares.

## Target Audience

Bands that rehearse weekly.

## Problem Statement

Songs get lost between rehearsals.
```
"""

from __future__ import annotations

from aos_check.model.finding import Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.progress.documents import missing_sections


@project_rule("MISS002", doc=__doc__, severity=Severity.WARNING)
def incomplete_mission(project: Project) -> Verdicts:
    """Check the mission for the sections that its layout requires."""
    if project.mission:
        yield from missing_sections(project.mission, "the mission")
