"""A commit marks a task done and changes nothing else.

The work may be in an earlier commit, or nowhere: the history does not say. Tick a task in the
commit that does its work. Late ticks are often honest, so this is only information.

## Flagged

```md .agent-os/specs/2025-10-08-login/tasks.md before
# Spec Tasks

- [ ] 1. Sign-in form
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
```

```text commit
Update the tasks                 <!-- GIT006 -->
```

## Accepted: with the work

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
Add the form

Task: login#1
```

## Accepted: nothing is ticked

```md .agent-os/specs/2025-10-08-login/tasks.md before
# Spec Tasks

- [ ] 1. Sign-in form
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [ ] 1. Sign-in form
- [ ] 2. Sign-out
```

```text commit
Plan how to sign out
```
"""

from __future__ import annotations

from aos_check.model.change import Commit
from aos_check.model.finding import Problem, Severity
from aos_check.model.rule import Verdicts, commit_rule
from aos_check.model.wording import counted
from aos_check.progress.tasks import point_to_ticked


@commit_rule("GIT006", doc=__doc__, severity=Severity.INFO)
def tick_without_work(commit: Commit) -> Verdicts:
    """Report every commit that only ticks tasks."""
    if commit.ticks_only and not commit.exempt and not commit.reverts:
        ticks = commit.change.ticks()
        yield Problem(
            at=commit.at(),
            message=f"{commit.called} marks {counted(len(ticks), 'task')} done "
            "and changes nothing else",
            help="make sure that the work exists, and tick a task in the commit that does it and "
            "names it",
            related=point_to_ticked(ticks),
        )
