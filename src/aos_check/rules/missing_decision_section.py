"""A decision has no context, no decision or no consequences.

Without the context, a later reader cannot tell whether the decision still fits. Without the
consequences, its cost is unknown. Write the section. Headings with the same meaning ("Background",
"Rationale", "Impact", "Decisão") and bold labels count. MADR does not require consequences.

## Flagged

```md docs/adr/0001-use-postgres.md
# 1. Use PostgreSQL              <!-- ADR002 -->

Date: 2025-03-04

## Status

Accepted

## Context

We need transactions.

## Decision

We use PostgreSQL.

## Consequences
```

## Accepted

```md docs/adr/0001-use-postgres.md
# 1. Use PostgreSQL

Date: 2025-03-04

## Status

Accepted

## Background

We need transactions.

## Decision

We use PostgreSQL.

## Impact

We run a database server.
```
"""

from __future__ import annotations

from aos_check.model.finding import Problem, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule


@project_rule("ADR002", doc=__doc__, severity=Severity.WARNING)
def missing_decision_section(project: Project) -> Verdicts:
    """Report every decision without a part that its form requires."""
    for decision in project.decisions:
        if decision.lacks:
            parts = " and ".join(decision.lacks)
            yield Problem(
                at=decision.at,
                message=f"decision {decision.id} says nothing under {parts}",
                help=f"add the {parts} in a section of that name",
            )
