"""A commit says that no task describes it.

A fix of a typo, an upgrade or a tidy-up may belong to no task. Its author says so in a trailer with
a reason: `Task: none <reason>`. Such commits are listed, so that their share stays visible. Work
that deserves a task must not go this way. So the trailer is invalid without a reason, for a subject
of the type `feat`, and above `commits.maintenance-lines` changed lines of code.
`commits.maintenance` can warn about every such commit, or refuse it. If the commit also names or
finishes a task, the task counts.

## Flagged: listed with its reason

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [ ] 1. Sign-in form
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
fix: spell the label

Task: none a slip in the label     <!-- GIT009 -->
```

## Flagged: no reason

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [ ] 1. Sign-in form
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
fix: spell the label

Task: none                         <!-- GIT009 -->
```

## Flagged: a feature

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [ ] 1. Sign-in form
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
feat(login): add the form

Task: none it is small             <!-- GIT009 -->
```

## Flagged: too many lines of code

```toml aos-check.toml
[commits]
maintenance-lines = 2
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [ ] 1. Sign-in form
```

```py src/login.py new
EMAIL = "e-mail"
PASSWORD = "password"
FORM = [EMAIL, PASSWORD]
```

```text commit
refactor: split the form

Task: none easier to read          <!-- GIT009 -->
```

## Flagged: not allowed here

```toml aos-check.toml
[commits]
maintenance = "deny"
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [ ] 1. Sign-in form
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
fix: spell the label

Task: none a slip in the label     <!-- GIT009 -->
```

## Flagged: a commit that finishes a task

```md .agent-os/specs/2025-10-08-login/tasks.md before
# Spec Tasks

- [ ] 1. Sign-in form
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
fix: spell the label

Task: none a slip in the label     <!-- GIT009 -->
```

## Flagged: a task as well

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
Add the form

Task: login#1
Task: none a slip in the label     <!-- GIT009 -->
```

## Accepted: no code

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [ ] 1. Sign-in form
```

```md docs/login.md new
# How to sign in
```

```text commit
Explain how to sign in

Task: none only documents
```
"""

from __future__ import annotations

from aos_check.model.change import Commit
from aos_check.model.finding import Problem, Severity
from aos_check.model.rule import Verdicts, commit_rule
from aos_check.model.wording import shortened


@commit_rule("GIT009", doc=__doc__, severity=Severity.ERROR, weak=Severity.INFO)
def maintenance_commit(commit: Commit) -> Verdicts:
    """List every commit that says that no task describes it, with its reason or its fault."""
    claim = commit.maintenance
    if claim is None:
        return
    none = f"`{commit.trailer}: none`"
    if commit.named:
        message = f"{commit.called} says {none}, but it names or finishes a task, which counts"
        help_ = f"delete the trailer {none}"
    elif claim.fault:
        message = f"the trailer {none} of {commit.called} is invalid: {claim.fault}"
        help_ = claim.remedy
    else:
        message = f"{commit.called} is maintenance: {shortened(claim.reason)}"
        help_ = f"if a task does describe it, name it in the trailer `{commit.trailer}` instead"
    weak = bool(commit.named) or not claim.fault
    yield Problem(at=commit.at(claim.line), message=message, help=help_, weak=weak)
