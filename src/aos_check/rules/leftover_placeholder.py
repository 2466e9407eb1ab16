"""Template text was never filled in.

A placeholder reads like a decision that someone took, and an agent will build on it. Fill it in, or
delete the line.

## Flagged

```md .agent-os/specs/2025-10-08-login/spec.md
# Spec Requirements Document

> Spec: [SPEC_NAME]             <!-- DOC002 -->

## Overview

Readers sign in.

## Spec Scope

1. **Form** - One field.
```

## Flagged: a list of statuses to choose from

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login

- **Status:** Draft | In Review | Approved | Completed    <!-- DOC002 -->
```

## Accepted

```md .agent-os/specs/2025-10-08-login/spec.md
# Spec Requirements Document

> Spec: Login

The variable `[USER_NAME]` and the shell's ${HOME_DIR} are code, [ADR_7](https://example.org) is a link, and
[MANUAL] is a tag.
```
"""

from __future__ import annotations

from aos_check.finding import Problem, Severity
from aos_check.model import Project
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("DOC002", doc=__doc__, severity=Severity.WARNING)
def leftover_placeholder(project: Project) -> Verdicts:
    """Judge the template text that is left in each document."""
    for document in project.all_documents():
        for mark in document.placeholders:
            yield Problem(
                at=mark.at,
                message=f"{mark.text} is template text that nobody filled in",
                help="write what is meant, or delete the line",
            )
