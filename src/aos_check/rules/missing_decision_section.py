"""A decision lacks its context, the decision itself, or its consequences.

Without the context nobody can tell later whether the decision still fits, without the consequences
what it costs. Add the section, or fill it in; headings of the same meaning ("Background",
"Rationale", "Impact", "Decisão") and bold labels count. MADR does not ask for consequences.

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
    """Judge every decision by the parts that its form asks for."""
    for decision in project.decisions:
        if decision.lacks:
            parts = " and ".join(decision.lacks)
            yield Problem(
                at=decision.at,
                message=f"decision {decision.id} says nothing under {parts}",
                help=f"add the {parts}, in a section of that name",
            )
