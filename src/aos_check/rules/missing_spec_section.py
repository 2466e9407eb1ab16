"""A section that the document must have is absent or empty.

The section is there because someone, often an agent, will look for it: the scope to know where to stop, the
requirements to know when it is done. Write it, if only in one sentence.

## Flagged

```md .agent-os/specs/2025-10-08-login/spec.md
# Spec Requirements Document    <!-- SPEC003 -->

## Overview

Readers sign in.
```

## Accepted: another word for it

```md .agent-os/specs/2025-10-08-login/spec.md
# Spec Requirements Document

## Problem Statement

Readers cannot sign in.

## Technical Requirements

1. A form.
```
"""

from __future__ import annotations

from aos_check.finding import Problem, Severity
from aos_check.model import Project
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("SPEC003", doc=__doc__, severity=Severity.WARNING)
def missing_spec_section(project: Project) -> Verdicts:
    """Judge the sections of each spec's documents."""
    for spec in project.specs:
        for document in spec.documents:
            if document.lacks:
                yield Problem(
                    at=document.at,
                    message=f"nothing stands under: {', '.join(document.lacks)}",
                    help="add what is missing, or say in one sentence why there is nothing",
                )
