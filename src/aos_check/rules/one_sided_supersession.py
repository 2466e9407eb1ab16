"""A decision is superseded by one that is missing or does not mention it.

A reader must be able to get from a superseded decision to the current one, and back. Name a
decision that exists, and mention the old one in it ("Supersedes ADR-0001"). Any mention is enough.
If two decisions supersede each other, neither is in force.

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

from aos_check.model.decision import Decision
from aos_check.model.finding import Problem, Related, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule


@project_rule("ADR004", doc=__doc__, severity=Severity.ERROR)
def one_sided_supersession(project: Project) -> Verdicts:
    """Follow every decision to the one that supersedes it."""
    named: dict[str, list[Decision]] = {}
    for decision in project.decisions:
        named.setdefault(decision.id, []).append(decision)
    cycles = _cycles(named)
    reported: set[str] = set()
    for decision in project.decisions:
        if decision.superseded_by is None or decision.id in reported:
            continue
        if cycle := cycles.get(decision.id):
            reported.update(cycle)
            begin = cycle.index(decision.id)
            yield _of_cycle(decision, cycle[begin:] + cycle[:begin])
        else:
            yield from _one_sided(decision, named.get(decision.superseded_by, []))


def _cycles(named: dict[str, list[Decision]]) -> dict[str, list[str]]:
    """For each id in a cycle, all ids of the cycle. Every id is visited once."""
    after = {
        identity: next((d.superseded_by for d in decisions if d.superseded_by), None)
        for identity, decisions in named.items()
    }
    found: dict[str, list[str]] = {}
    seen: set[str] = set()
    for start in named:
        trail: dict[str, int] = {}
        here: str | None = start
        while here and here not in seen and here not in trail:
            trail[here] = len(trail)
            here = after.get(here)
        if here in trail:
            cycle = list(trail)[trail[here] :]
            found.update(dict.fromkeys(cycle, cycle))
        seen.update(trail)
    return found


def _of_cycle(decision: Decision, cycle: list[str]) -> Problem:
    path = " → ".join([*cycle, cycle[0]])
    return Problem(
        at=decision.status_at or decision.at,
        message=f"decision {decision.id} supersedes itself: {path}",
        help="decide which one is in force, and correct its status",
    )


def _one_sided(decision: Decision, successors: list[Decision]) -> Iterator[Problem]:
    by = decision.superseded_by
    at = decision.status_at or decision.at
    if not successors:
        yield Problem(
            at=at,
            message=f"decision {decision.id} is superseded by {by}, which does not exist",
            help="name a decision that exists",
        )
    elif not any(decision.id in successor.mentions for successor in successors):
        yield Problem(
            at=at,
            message=f"decision {decision.id} is superseded by {by}, which does not mention it",
            help=f'add "Supersedes {decision.id}" to {by}',
            related=(Related(successors[0].at, f"does not mention {decision.id}"),),
        )
