"""A suppression suppresses nothing, or gives no reason.

One without a reason does not suppress. One that is left over would hide the next real finding. Write why, or
delete it.

## Flagged

```md .agent-os/specs/2025-10-08-login/tasks.md
<!-- aos-check: ignore[TASK001] nothing wrong here -->   <!-- DOC007 -->
- [x] 1. Sign-in form
  - [x] 1.1 Write tests
```

## Flagged: no reason

```md .agent-os/specs/2025-10-08-login/tasks.md
<!-- aos-check: ignore[TASK001] -->                      <!-- DOC007 -->
- [x] 1. Sign-in form
  - [ ] 1.1 Write tests
```

## Accepted

```md .agent-os/specs/2025-10-08-login/tasks.md
<!-- aos-check: ignore[TASK001] the test follows with the mail server -->
- [x] 1. Sign-in form
  - [ ] 1.1 Write tests
```
"""

from __future__ import annotations

from aos_check.finding import Problem, Severity
from aos_check.rules.rule import Suppressions, Verdicts, suppression_rule


@suppression_rule("DOC007", doc=__doc__, severity=Severity.WARNING)
def unused_ignore(suppressions: Suppressions) -> Verdicts:
    """Judge the suppressions of a run by what they did."""
    for ignore in suppressions.unreasoned:
        yield Problem(
            at=ignore.at,
            message=f"the suppression of {', '.join(ignore.codes)} gives no reason and does nothing",
            help="write the reason behind the bracket",
        )
    for ignore in suppressions.unused:
        yield Problem(
            at=ignore.at,
            message=f"the suppression of {', '.join(ignore.codes)} suppresses nothing",
            help="delete it",
        )
