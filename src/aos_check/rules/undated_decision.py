"""A decision has no date, or an invalid one.

Circumstances change. The date tells a reader whether the decision may be outdated. Add a date
(`2025-03-04`). A month is enough, and the status line may hold it. In MADR the date is optional.
Where a folder has several decisions and none has a date, that is the project's style: the rule says
so and reports nothing. More than five in one folder are one finding.

## Flagged

```md docs/adr/0001-use-postgres.md
# 1. Use PostgreSQL

Date: 2025-13-40                 <!-- ADR007 -->

## Status

Accepted

## Context

We need transactions.

## Decision

We use PostgreSQL.

## Consequences

We run a database server.
```

```md docs/adr/0002-use-redis.md
# 2. Use Redis                   <!-- ADR007 -->

## Status

Accepted

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

## Status

Accepted on March 4th, 2025

## Context

We need transactions.

## Decision

We use PostgreSQL.

## Consequences

We run a database server.
```
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from aos_check.model.decision import Decision
from aos_check.model.finding import NotEvaluated, Problem, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.progress.causes import many_as_one

# Fewer decisions without a date are an oversight, not a style.
_MIN_STYLE = 3


@project_rule("ADR007", doc=__doc__, severity=Severity.WARNING)
@many_as_one
def undated_decision(project: Project) -> Verdicts:
    """Check the decisions of each folder together."""
    folders: dict[str, list[Decision]] = {}
    for decision in project.decisions:
        folders.setdefault(posixpath.dirname(decision.at.path), []).append(decision)
    unfilled = {
        (mark.at.path, mark.text)
        for document in project.documents
        for mark in document.placeholders
    }
    for folder, decisions in folders.items():
        if len(decisions) >= _MIN_STYLE and not any(one.date_text for one in decisions):
            if any(_needs_date(decision) for decision in decisions):
                yield NotEvaluated(f"none of the {len(decisions)} decisions in {folder} has a date")
            continue
        for decision in decisions:
            if (decision.at.path, decision.date_text) not in unfilled:
                yield from _judge(decision)


def _needs_date(decision: Decision) -> bool:
    return decision.form != "madr"


def _judge(decision: Decision) -> Iterator[Problem]:
    if decision.date_text and not decision.date:
        yield Problem(
            at=decision.date_at or decision.at,
            message=f'decision {decision.id} has the date "{decision.date_text[:40]}", '
            "which is not a date",
            help="write the date as 2025-03-04",
        )
    elif not decision.date and _needs_date(decision):
        yield Problem(
            at=decision.at,
            message=f"decision {decision.id} has no date",
            help="add the date of the decision, such as `Date: 2025-03-04`",
            cause=posixpath.dirname(decision.at.path),
        )
