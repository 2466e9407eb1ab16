"""A decision has an unknown status, or none.

A reader must see whether the decision is in force. Use one of proposed, accepted, rejected,
deprecated and superseded, in any language. Drafts count as proposed, and implemented decisions as
accepted. In MADR the status is optional.

## Flagged

```md docs/adr/0001-use-postgres.md
# 1. Use PostgreSQL

Date: 2025-03-04

## Status

Purple                           <!-- ADR001 -->

## Context

We need transactions.

## Decision

We use PostgreSQL.

## Consequences

We run a database server.
```

```md docs/adr/0002-use-redis.md
# 2. Use Redis                   <!-- ADR001 -->

Date: 2025-03-04

## Context

We need a cache.

## Decision

We use Redis.

## Consequences

We run a cache server.
```

## Accepted

```md docs/adr/0001-use-postgres.md
# 1. Use PostgreSQL

Date: 2025-03-04

## Status

Accepted

## Context

We need transactions.

## Decision

We use PostgreSQL.

## Consequences

We run a database server.
```

```md docs/decisions/0002-use-redis.md
# Use Redis

## Context and Problem Statement

Which cache do we use?

## Decision Outcome

Chosen option: "Redis", because we know it.
```
"""

from __future__ import annotations

from aos_check.model.decision import Decision, DecisionStatus
from aos_check.model.finding import Problem, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.model.wording import shortened

_WORDS = "proposed, accepted, rejected, deprecated or superseded"
_OPTIONAL = ("madr", "log")
_MAX_STATUS = 60  # characters of a status that a message quotes


@project_rule("ADR001", doc=__doc__, severity=Severity.ERROR, weak=Severity.WARNING)
def unknown_decision_status(project: Project) -> Verdicts:
    """Report every decision with an unknown status, or without one that it must have."""
    unfilled = {mark.at for document in project.documents for mark in document.placeholders}
    for decision in project.decisions:
        if decision.status is DecisionStatus.OTHER:
            yield Problem(
                at=decision.status_at or decision.at,
                message=f"decision {decision.id} has the unknown status "
                f'"{shortened(decision.status_text, _MAX_STATUS)}"',
                help=f"use {_WORDS}",
            )
        elif _lacks_status(decision) and (decision.status_at or decision.at) not in unfilled:
            yield Problem(
                at=decision.status_at or decision.at,
                message=f"decision {decision.id} has no status",
                help=f"add one: {_WORDS}",
                weak=True,
            )


def _lacks_status(decision: Decision) -> bool:
    """Return True if the decision must have a status and has none."""
    optional = decision.form in _OPTIONAL and not decision.status_text
    return decision.status is DecisionStatus.NONE and not optional
