"""The mission lacks a section, or has nothing in it.

A mission that does not say for whom, or against which problem, settles no dispute about a spec.
Add the section in a few sentences; other words for its heading count as well.

## Flagged

```md agent-os/product/mission.md
# Product Mission                  <!-- MISS002 -->

## Pitch

A notebook that a band shares.

## Users

## The Problem

Songs get lost between rehearsals.
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

from aos_check.finding import Problem, Severity
from aos_check.model import Project
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("MISS002", doc=__doc__, severity=Severity.WARNING)
def incomplete_mission(project: Project) -> Verdicts:
    """Judge the mission by the sections that its layout asks for."""
    mission = project.mission
    if mission and mission.lacks:
        sections = " and ".join(mission.lacks)
        yield Problem(
            at=mission.at,
            message=f"the mission says nothing under {sections}",
            help=f"add {sections}, in a section of that name",
        )
