"""A decision is superseded by one that is not there or does not know of it.

A reader who follows the trail of a superseded decision must arrive at what holds now, and back.
Name a decision that exists, and name the old one in it ("Supersedes ADR-0001"); any mention
will do. Two decisions that supersede each other leave nothing that holds.

## Flagged

```md docs/adr/0001-use-postgres.md
# 1. Use PostgreSQL

Date: 2025-03-04

## Status

Superseded by ADR-0007           <!-- ADR004 -->

## Context

We need transactions.

## Decision

We use PostgreSQL.

## Consequences

We run a database server.
```

## Accepted

```md docs/adr/0001-use-postgres.md
# 1. Use PostgreSQL

Date: 2025-03-04

## Status

Superseded by [2. Use SQLite](0002-use-sqlite.md)

## Context

We need transactions.

## Decision

We use PostgreSQL.

## Consequences

We run a database server.
```

```md docs/adr/0002-use-sqlite.md
# 2. Use SQLite

Date: 2025-04-04

## Status

Accepted

## Context

The server of [1. Use PostgreSQL](0001-use-postgres.md) costs more than it brings.

## Decision

We use SQLite.

## Consequences

One writer at a time.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from aos_check.finding import Problem, Related, Severity
from aos_check.model import Decision, Project
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("ADR004", doc=__doc__, severity=Severity.ERROR)
def one_sided_supersession(project: Project) -> Verdicts:
    """Follow every decision to the one that supersedes it."""
    named: dict[str, list[Decision]] = {}
    for decision in project.decisions:
        named.setdefault(decision.id, []).append(decision)
    told: set[str] = set()
    for decision in project.decisions:
        if decision.superseded_by is None or decision.id in told:
            continue
        if cycle := _cycle(decision, named):
            told.update(cycle)
            yield _of_cycle(decision, cycle)
        else:
            yield from _one_sided(decision, named.get(decision.superseded_by, []))


def _cycle(start: Decision, named: dict[str, list[Decision]]) -> list[str]:
    """The ids on the way from the decision back to itself, if its trail leads there."""
    trail = [start.id]
    after = start.superseded_by
    while after and after not in trail:
        trail.append(after)
        after = next((d.superseded_by for d in named.get(after, []) if d.superseded_by), None)
    return trail if after == start.id else []


def _of_cycle(decision: Decision, cycle: list[str]) -> Problem:
    way = " → ".join([*cycle, cycle[0]])
    return Problem(
        at=decision.status_at or decision.at,
        message=f"decision {decision.id} supersedes itself in the end: {way}",
        help="decide which of them holds, and correct the status of that one",
    )


def _one_sided(decision: Decision, successors: list[Decision]) -> Iterator[Problem]:
    by = decision.superseded_by
    at = decision.status_at or decision.at
    if not successors:
        yield Problem(
            at=at,
            message=f"decision {decision.id} is superseded by {by}, which is not there",
            help="name a decision that exists",
        )
    elif not any(decision.id in successor.mentions for successor in successors):
        yield Problem(
            at=at,
            message=f"decision {decision.id} is superseded by {by}, which does not mention it",
            help=f'add "Supersedes {decision.id}" to {by}',
            related=(Related(successors[0].at, f"does not mention {decision.id}"),),
        )
