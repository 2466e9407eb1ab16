"""A suppression suppresses nothing, or gives no reason.

An ignore that outlives its problem hides the next one. One without a reason cannot be judged by
anybody, so it has no effect. Delete it, or say why.

## Flagged

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

<!-- aos-check: ignore[TASK001] Ada signs off without the check -->  <!-- DOC007 -->
- [x] 1. Sign-in form
  - [x] 1.1 Write tests

<!-- aos-check: ignore[TASK001] -->  <!-- DOC007 -->
- [x] 2. Sign-out
  - [ ] 2.1 Write tests
```

## Accepted

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

<!-- aos-check: ignore[TASK001] Ada signs off without the check -->
- [x] 1. Sign-in form
  - [ ] 1.1 Write tests
```
"""

from __future__ import annotations

from aos_check.finding import Problem, Severity
from aos_check.rules.rule import Suppressions, Verdicts, suppression_rule


@suppression_rule("DOC007", doc=__doc__, severity=Severity.WARNING)
def unused_ignore(suppressions: Suppressions) -> Verdicts:
    """Report both kinds, each where it stands."""
    for ignore in suppressions.unused:
        codes = ", ".join(ignore.codes)
        yield Problem(
            at=ignore.at,
            message=f"{codes} is suppressed here and has nothing to report"
            if codes
            else "this suppression names no rule",
            help=f"delete {codes} from the suppression" if codes else "name a rule, or delete it",
        )
    for ignore in suppressions.unreasoned:
        codes = ", ".join(ignore.codes)
        yield Problem(
            at=ignore.at,
            message=f"the suppression of {codes or 'nothing'} gives no reason, so it has no effect",
            help="write the reason behind the bracket",
        )
