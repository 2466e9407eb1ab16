"""The text of an accepted decision has changed.

Others have relied on the old text, and nothing tells them that it has changed. Restore the context
and the decision, and write a new decision that supersedes this one. Status, dates, links,
consequences and white space may change, and a part that is missing may be added.

## Flagged

```md docs/adr/0001-use-postgres.md before
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

```md docs/adr/0001-use-postgres.md
# 1. Use SQLite                    <!-- ADR005 -->

Date: 2025-03-04

## Status

Accepted

## Context

We need transactions.

## Decision

We use SQLite.

## Consequences

We run a database server.
```

## Accepted: superseded, and rewrapped

```md docs/adr/0001-use-postgres.md before
# 1. Use PostgreSQL

Date: 2025-03-04

## Status

Accepted

## Context

We need transactions,
and backups.

## Decision

We use PostgreSQL.

## Consequences

We run a database server.
```

```md docs/adr/0001-use-postgres.md
# 1. Use PostgreSQL

Date: 2025-03-04

## Status

Superseded by [2. Use SQLite](0002-use-sqlite.md)

## Context

We need transactions, and backups.

## Decision

We use PostgreSQL.

## Consequences

We run a database server, which costs more than it brings.
```

```md docs/adr/0002-use-sqlite.md new
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

## Accepted: other consequences below a decision of MADR, and a link

```md docs/decisions/0001-use-postgres.md before
---
status: accepted
---

# Use PostgreSQL

## Context and Problem Statement

Which database do we use?

## Decision Outcome

Chosen option: "PostgreSQL", because we know it.

### Consequences

- Good, because it is free.
```

```md docs/decisions/0001-use-postgres.md
---
status: superseded by ADR-0002
---

# Use PostgreSQL

## Context and Problem Statement

Which database do we use?

## Decision Outcome

Chosen option: "[PostgreSQL](https://www.postgresql.org)", because we know it.

Superseded by [ADR-0002](0002-use-sqlite.md).

### Consequences

- Bad, because we run a server.
```

```md docs/decisions/0002-use-sqlite.md new
# Use SQLite

## Context and Problem Statement

The server of ADR-0001 costs more than it brings.

## Decision Outcome

Chosen option: "SQLite", because it needs no server.
```

## Accepted: not decided yet

```md docs/adr/0001-use-postgres.md before
# 1. Use PostgreSQL

Date: 2025-03-04

## Status

Proposed

## Context

We need transactions.

## Decision

We use PostgreSQL.
```

```md docs/adr/0001-use-postgres.md
# 1. Use PostgreSQL

Date: 2025-03-04

## Status

Accepted

## Context

We need transactions.

## Decision

We use PostgreSQL, and nothing else.
```
"""

from __future__ import annotations

from itertools import takewhile

from aos_check.model.change import Change
from aos_check.model.decision import Decision, DecisionStatus
from aos_check.model.finding import Problem, Severity
from aos_check.model.rule import Verdicts, change_rule


@change_rule("ADR005", doc=__doc__, severity=Severity.ERROR)
def accepted_decision_edited(change: Change) -> Verdicts:
    """Compare the text of every accepted decision with the text before the change."""
    for before, after in change.decisions:
        # An empty decision is filled in, not rewritten.
        text = before.substance if before.status is DecisionStatus.ACCEPTED else ""
        if text and after.substance != text and not _is_filled(before, after):
            yield Problem(
                at=after.at,
                message=f"decision {before.id} was accepted, but its context or decision "
                "has changed since",
                help="restore the text, and write a new decision that supersedes it",
            )


def _is_filled(before: Decision, after: Decision) -> bool:
    """Return True if a context or decision that was missing is all that the change adds."""
    filled = {"context", "decision"} & (set(before.lacks) - set(after.lacks))
    old, new = before.substance, after.substance
    return bool(filled) and _same_start(old, new) + _same_start(old[::-1], new[::-1]) >= len(old)


def _same_start(one: str, other: str) -> int:
    """The number of characters at the start that two texts share."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
