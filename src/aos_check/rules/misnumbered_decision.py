"""A decision has different numbers in its file name, title and text.

References use any of them, so some lead to the wrong decision. Most often the record was copied
from an older one. Use one number everywhere.

## Flagged

```md docs/adr/0002-use-redis.md
# 1. Use Redis                   <!-- ADR006 -->

Date: 2025-03-05
Status: Accepted

## Context

We need a cache.

## Decision

We use Redis.

## Consequences

We run a cache server.
```

## Accepted

```md docs/adr/0002-use-redis.md
# ADR-002: Use Redis

Date: 2025-03-05
Status: Accepted

## Context

We need a cache.

## Decision

We use Redis.

## Consequences

We run a cache server.
```
"""

from __future__ import annotations

from aos_check.model.finding import Problem, Related, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule


@project_rule("ADR006", doc=__doc__, severity=Severity.WARNING)
def misnumbered_decision(project: Project) -> Verdicts:
    """Compare the numbers that each decision has in different places."""
    for decision in project.decisions:
        other = next((n for n in decision.numbers if n[1] != decision.number), None)
        if not other:
            continue
        where, number, at = decision.numbers[0]
        yield Problem(
            at=other[2],
            message=f"decision {decision.id} has the number {number} in its {where} "
            f"and {other[1]} in its {other[0]}",
            help="use one number everywhere",
            related=(Related(at, f"number {number} in the {where}"),),
        )
