"""A commit names a task that does not exist.

The reference looks valid, but the work belongs to no task. Name a task that is in the tree of this
commit: the spec by its folder, slug or number, the task by its id.

## Flagged

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
Add the form

Task: login#7                      <!-- GIT002 -->
```

## Flagged: a spec that does not exist

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
Add the form

Task: logout#1                     <!-- GIT002 -->
```

## Accepted

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
Add the form

Task: 2025-10-08-login#1
```
"""

from __future__ import annotations

from aos_check.model.change import Commit, NamedTask
from aos_check.model.finding import Problem, Severity
from aos_check.model.rule import Verdicts, commit_rule


@commit_rule("GIT002", doc=__doc__, severity=Severity.ERROR)
def unknown_task(commit: Commit) -> Verdicts:
    """Report every reference that fits no task."""
    for named in commit.named:
        if not named.fits:
            where = f"{named.spec.id} has no such task" if named.spec else "there is no such task"
            yield Problem(
                at=commit.at(named.line),
                spec=named.spec.id if named.spec else None,
                message=f'{commit.called} names "{named.text}", but {where}',
                help=_help(named),
            )


def _help(named: NamedTask) -> str:
    if named.nearest:
        return f"name an existing one, such as {' or '.join(named.nearest)}"
    return (
        "find the task with `aos-check next`, list all with `aos-check export`, or begin a spec "
        "with `aos-check new spec`"
    )
