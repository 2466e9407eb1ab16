"""A commit marks many tasks done at once.

Nobody looks closely at tasks that are ticked in bulk, or at the work for them. Commit each task
with its work. The limit is `commits.max-ticks`. A task counts as one with all its subtasks.

## Flagged

```toml aos-check.toml
[commits]
max-ticks = 2
```

```md .agent-os/specs/2025-10-08-login/tasks.md before
# Spec Tasks

- [ ] 1. Sign-in form
- [ ] 2. Sign-out
- [ ] 3. Reset the password
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
- [x] 2. Sign-out
- [x] 3. Reset the password
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
Add the login                    <!-- GIT007 -->

Task: login#1, login#2, login#3
```

## Accepted: a task with its subtasks is one

```toml aos-check.toml
[commits]
max-ticks = 2
```

```md .agent-os/specs/2025-10-08-login/tasks.md before
# Spec Tasks

- [ ] 1. Sign-in form
  - [ ] 1.1 Ask for the e-mail
  - [ ] 1.2 Ask for the password
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
  - [x] 1.1 Ask for the e-mail
  - [x] 1.2 Ask for the password
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
Add the login

Task: login#1
```

## Accepted: as many as the limit allows, and new tasks that are done

```toml aos-check.toml
[commits]
max-ticks = 2
```

```md .agent-os/specs/2025-10-08-login/tasks.md before
# Spec Tasks

- [ ] 1. Sign-in form
- [ ] 2. Sign-out
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
- [x] 2. Sign-out
- [x] 3. Show the terms
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
Add the login

Task: login#1, login#2
```
"""

from __future__ import annotations

from aos_check.model.change import Commit
from aos_check.model.finding import Problem, Severity
from aos_check.model.rule import Verdicts, commit_rule
from aos_check.progress.tasks import point_to_ticked


@commit_rule("GIT007", doc=__doc__, severity=Severity.WARNING)
def bulk_tick(commit: Commit) -> Verdicts:
    """Count the tasks at the top level that a commit finishes."""
    ticks = [it for it in commit.change.ticks() if it.after and it.after.parent is None]
    if len(ticks) > commit.max_ticks:
        yield Problem(
            at=commit.at(),
            message=f"{commit.called} marks {len(ticks):,} tasks done at once; "
            f"the limit is {commit.max_ticks:,}",
            help="commit each task with its work, or raise commits.max-ticks",
            related=point_to_ticked(ticks),
        )
