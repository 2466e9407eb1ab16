"""The mission lacks a section, or has nothing in it.

A mission that does not say for whom, or against which problem, settles no dispute about a spec.
Add the section in a few sentences; other words for its heading count as well.

## Flagged

```md agent-os/product/mission.md
# Product Mission

## Pitch

A notebook that a band shares.

## Users                           <!-- MISS002 -->

## The Problem

Songs get lost between rehearsals.
```

## Flagged: not there at all

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
from aos_check.progress.lacking_sections import lacking_sections


@project_rule("MISS002", doc=__doc__, severity=Severity.WARNING)
def incomplete_mission(project: Project) -> Verdicts:
    """Judge the mission by the sections that its layout asks for."""
    if project.mission:
        yield from lacking_sections(project.mission, "the mission")
