"""A commit changes code and names no task.

The reason for the change is lost, and unplanned work goes unnoticed. Name the task in a trailer at
the end of the message (`Task: <spec>#<task>`), or in brackets in the subject. If no task describes
a small change, say so with a reason (`Task: none <reason>`). Documents, settings and lock files are
not code. Merges and reverts need no task. A task covers only the code of its own project.

## Flagged

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
Add the form                     <!-- GIT001 -->
```

## Flagged: the task of another project

```md app/.agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [ ] 1. Sign-in form
```

```md shop/.agent-os/specs/2025-11-02-cart/tasks.md
# Spec Tasks

- [x] 1. Show the cart
```

```py app/login.py new
FORM = ["e-mail", "password"]
```

```text commit
Add the form                     <!-- GIT001 -->

Task: cart#1
```

## Accepted: in a trailer

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

## Accepted: in the subject

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
Add the form [2025-10-08-login#1]
```

## Accepted: a change that no task describes

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [ ] 1. Sign-in form
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
fix: spell the label

Task: none a slip in the label
```

## Accepted: no code

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
```

```md docs/login.md new
# How to sign in
```

```text commit
Explain how to sign in
```
"""

from __future__ import annotations

from collections.abc import Sequence

from aos_check.model.change import Commit
from aos_check.model.finding import NotEvaluated, Problem, Severity
from aos_check.model.rule import Verdicts, commit_rule
from aos_check.model.wording import counted, listed

_SHOWN = 3
_FEW = 3  # files of code in a small change


@commit_rule("GIT001", doc=__doc__, severity=Severity.ERROR)
def commit_without_task(commit: Commit) -> Verdicts:
    """Report every commit that changes code and names no task."""
    if commit.unowned and not commit.code and not commit.exempt:
        # The same words for every commit, so that the report has them once.
        yield NotEvaluated("commits with code outside all projects are not checked")
    if commit.code and not commit.named and not commit.exempt:
        yield Problem(
            at=commit.at(),
            message=f"{commit.called} changes {_counted(commit.code)} and names no task",
            help=_help(commit),
        )
    elif commit.uncovered and not commit.exempt:
        yield Problem(
            at=commit.at(),
            message=f"{commit.called} changes {_counted(commit.uncovered)} of a project that owns "
            "none of its tasks",
            help=f"add a trailer `{commit.trailer}: <spec>#<task>` for a task of that project",
        )


def _help(commit: Commit) -> str:
    """The trailer to add. It names the tasks that the commit finishes."""
    if line := commit.misplaced:
        if line.glued:
            return (
                f"put a blank line before `{line.text}`: git reads trailers only in a last "
                "paragraph of their own"
            )
        return (
            f"move the line `{line.text}` to the last paragraph, with the other trailers: "
            "git reads none above it"
        )
    if ticked := ", ".join(commit.ticked[:_SHOWN]):
        return f"add the trailer `{commit.trailer}: {ticked}` to the message"
    trailer = f"add a trailer `{commit.trailer}: <spec>#<task>` to the message"
    none = (
        f"for maintenance of at most {commit.may_claim:,} lines, "
        f"add `{commit.trailer}: none <reason>`"
    )
    if not commit.all_finished:
        offered = f"; {none}" if commit.may_claim and len(commit.code) <= _FEW else ""
        return f"{trailer}; see `aos-check next`{offered}"
    offered = f"{none}; or " if commit.may_claim else ""
    waiver = ", or add a trailer `Aos-Waive: GIT001 <reason>`" if commit.waivable else ""
    return (
        f"no spec has an open task: {offered}start one with `aos-check new spec NAME`, get it "
        f"approved, tick a task of it in this commit and {trailer}{waiver}"
    )


def _counted(paths: Sequence[str]) -> str:
    """The number of changed files of code, and the first one."""
    return f"{counted(len(paths), 'file')} of code ({listed(paths, 1)})"
