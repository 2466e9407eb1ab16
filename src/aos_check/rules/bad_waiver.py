"""A commit has an invalid waiver.

An invalid waiver waives nothing, although its author believes that it does. A waiver needs a rule
that may be waived (`commits.waivable`), a reason, and an author who may waive
(`commits.waivers-by`). If it names a last day, that day must not have passed.

## Flagged: a rule that may not be waived

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [ ] 1. Sign-in form
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
Add the form

Task: login#1
Aos-Waive: GIT003 the tick follows  <!-- GIT008 -->
```

## Flagged: no reason, and a last day that has passed

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [ ] 1. Sign-in form
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
Add the form

Aos-Waive: GIT001                  <!-- GIT008 -->
Aos-Waive: GIT001 while we move in until 2025-10-31  <!-- GIT008 -->
```

## Flagged: an author who may not waive

```toml aos-check.toml
[commits]
waivers-by = ["ada@example.org"]
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [ ] 1. Sign-in form
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit by=grace@example.org
Add the form

Aos-Waive: GIT001 found on the way  <!-- GIT008 -->
```

## Accepted

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [ ] 1. Sign-in form
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
Correct a spelling mistake

Aos-Waive: GIT001 found on the way
```
"""

from __future__ import annotations

from aos_check.model.change import Commit
from aos_check.model.finding import Problem, Severity
from aos_check.model.rule import Verdicts, commit_rule


@commit_rule("GIT008", doc=__doc__, severity=Severity.ERROR)
def bad_waiver(commit: Commit) -> Verdicts:
    """Report every invalid waiver."""
    for waiver in commit.waivers:
        if waiver.fault:
            of_what = f" of {waiver.code}" if waiver.code else ""
            yield Problem(
                at=commit.at(waiver.line),
                message=f"the waiver{of_what} is invalid: {waiver.fault}",
                help="write it as `Aos-Waive: CODE reason` for a rule that may be waived, "
                "or delete it",
            )
