"""A commit's reference fits several tasks.

A reader has to guess which one is meant, and no rule can check the task. Write the full address:
the name of the spec's folder, `#`, and the task's id.

An id alone means the task in the first of these that is one spec:

- the spec in which this commit finishes a task with that id
- the spec that `git config aos-check.spec NAME` chooses
- the spec with open tasks
- the spec whose folder or slug is the name of the branch

Otherwise it is looked up in every spec with open tasks.

## Flagged

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
- [ ] 2. Sign-out
```

```md .agent-os/specs/2025-11-02-login/tasks.md
# Spec Tasks

- [x] 1. Passkeys
- [ ] 2. Second factor
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
Add the form

Task: login#1                      <!-- GIT005 -->
```

## Flagged: an id alone, with two specs under way

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
- [ ] 2. Sign-out
```

```md .agent-os/specs/2025-11-02-sheets/tasks.md
# Spec Tasks

- [x] 1. Print a sheet
- [ ] 2. Print a book
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
Add the form

Task: 1                            <!-- GIT005 -->
```

## Flagged: an id alone, of two tasks that the commit finishes

```md .agent-os/specs/2025-10-08-login/tasks.md before
# Spec Tasks

- [ ] 1. Sign-in form
- [ ] 2. Sign-out
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
- [ ] 2. Sign-out
```

```md .agent-os/specs/2025-11-02-sheets/tasks.md before
# Spec Tasks

- [ ] 1. Print a sheet
- [ ] 2. Print a book
```

```md .agent-os/specs/2025-11-02-sheets/tasks.md
# Spec Tasks

- [x] 1. Print a sheet
- [ ] 2. Print a book
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
Add the form and print it

Task: 1                            <!-- GIT005 -->
```

## Accepted: the whole address

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
- [ ] 2. Sign-out
```

```md .agent-os/specs/2025-11-02-login/tasks.md
# Spec Tasks

- [x] 1. Passkeys
- [ ] 2. Second factor
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
Add the form

Task: 2025-10-08-login#1
```

## Accepted: an id alone, with one spec under way

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
- [ ] 2. Sign-out
```

```md .agent-os/specs/2025-11-02-sheets/tasks.md
# Spec Tasks

- [x] 1. Print a sheet
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
Add the form

Task: 1
```

## Accepted: an id alone, of the task that the commit finishes

```md .agent-os/specs/2025-10-08-login/tasks.md before
# Spec Tasks

- [ ] 1. Sign-in form
- [ ] 2. Sign-out
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
- [ ] 2. Sign-out
```

```md .agent-os/specs/2025-11-02-sheets/tasks.md
# Spec Tasks

- [x] 1. Print a sheet
- [ ] 2. Print a book
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
Add the form

Task: 1
```
"""

from __future__ import annotations

from aos_check.model.change import Commit, NamedTask
from aos_check.model.finding import Problem, Severity
from aos_check.model.rule import Verdicts, commit_rule
from aos_check.model.wording import listed

_SHOWN = 8


@commit_rule("GIT005", doc=__doc__, severity=Severity.ERROR)
def ambiguous_task(commit: Commit) -> Verdicts:
    """Report every reference that fits more than one task."""
    for named in commit.named:
        if named.fits[1:]:
            yield Problem(
                at=commit.at(named.line),
                message=f'{commit.called} names "{named.text}", which fits '
                f"{listed(named.fits, _SHOWN)}",
                help=f"write the full address, such as {named.fits[0]}{_or_decide(named)}",
            )


def _or_decide(named: NamedTask) -> str:
    """What else decides an id without a spec."""
    if "#" in named.text:
        return ""
    return (
        ", or choose the spec with `git config aos-check.spec NAME`, or give the branch the name "
        "of the spec"
    )
