"""Two decisions have the same number.

A reference such as "see ADR-0005" fits both. This happens when two branches each take the next
number. Give the later decision a free number, and correct the references to it. `0001-` and
`ADR-0001-` are one number. Each folder is numbered separately, and so is each series with another
prefix (`DEC-0001`).

## Flagged

```md docs/adr/0001-use-postgres.md
# 1. Use PostgreSQL

Date: 2025-03-04
Status: Accepted

## Context

We need transactions.

## Decision

We use PostgreSQL.

## Consequences

We run a database server.
```

```md docs/adr/0001-use-redis.md
# 1. Use Redis                   <!-- ADR003 -->

Date: 2025-03-05
Status: Accepted

## Context

We need a cache.

## Decision

We use Redis.

## Consequences

We run a cache server.
```

## Flagged: one number in two spellings

```md docs/adr/0001-use-postgres.md
# Use PostgreSQL

Date: 2025-03-04
Status: Accepted

## Context

We need transactions.

## Decision

We use PostgreSQL.

## Consequences

We run a database server.
```

```md docs/adr/ADR-001-use-redis.md
# Use Redis                      <!-- ADR003 -->

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

```md docs/adr/0001-use-postgres.md
# 1. Use PostgreSQL

Date: 2025-03-04
Status: Deprecated

## Context

We need transactions.

## Decision

We use PostgreSQL.

## Consequences

We run a database server.
```

```md docs/adr/archive/0001-use-files.md
# 1. Use files

Date: 2024-03-05
Status: Rejected

## Context

We need to store data.

## Decision

We use files.

## Consequences

We lose data.
```
"""

from __future__ import annotations

import posixpath

from aos_check.model.decision import Decision
from aos_check.model.finding import Problem, Related, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule


@project_rule("ADR003", doc=__doc__, severity=Severity.ERROR)
def duplicate_decision_number(project: Project) -> Verdicts:
    """Compare every numbered decision with those before it."""
    seen: dict[tuple[str, int | str], Decision] = {}
    for decision in project.decisions:
        if decision.number is None:
            continue
        # In one folder, 0005-x.md with the title ADR-0005 and ADR-0005-y.md have one number too.
        folder = posixpath.dirname(decision.at.path)
        keys: tuple[tuple[str, int | str], ...] = (
            (decision.scheme, decision.number),
            (folder, decision.id),
        )
        first = next((seen[key] for key in keys if key in seen), None)
        for key in keys:
            seen.setdefault(key, decision)
        if first:
            yield Problem(
                at=decision.at,
                message=f'decision {decision.id}, "{decision.title}", has the same number as '
                f'"{first.title}"',
                help="give the later decision a free number",
                related=(Related(first.at, f"also {first.id}"),),
            )
