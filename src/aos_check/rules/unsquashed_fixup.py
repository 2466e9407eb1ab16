"""A fixup is still there at the end of a range.

A `fixup!`, `squash!` or `amend!` commit is half of another commit, and its subject says nothing
about the change. It is checked for the tasks of the commit that it belongs to. Squash it before the
merge. A range that is checked as one commit has no fixups.

## Flagged

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
fixup! Add the form               <!-- GIT011 -->

Task: login#1
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

Task: login#1
```
"""

from __future__ import annotations

from aos_check.model.change import Commit
from aos_check.model.finding import Problem, Severity
from aos_check.model.rule import Verdicts, commit_rule


@commit_rule("GIT011", doc=__doc__, severity=Severity.WARNING)
def unsquashed_fixup(commit: Commit) -> Verdicts:
    """Report every fixup in a range of several commits."""
    if commit.unsquashed:
        yield Problem(
            at=commit.at(),
            message=f"{commit.called} is a fixup that is not squashed",
            help="run `git rebase --interactive --autosquash` before the merge, "
            "or squash when merging",
        )
