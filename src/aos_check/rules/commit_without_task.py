"""A commit changes code and names no task.

The reason for the change is lost, and unplanned work goes unnoticed. A commit names its task in the
first of these ways that `commits.references` allows:

- `trailer`, at the end of the message: `Task: <spec>#<task>`
- `subject`, in brackets in the subject: `[<spec>#<task>]`
- `words`, in the subject or in a line of its own: `Spec 6, Slice 7`, `specs/003-mail T014`, or, if
  one spec is open, `[T014]`. Words that do not fit exactly one task name none. `commits.patterns`
  adds regular expressions with the groups `spec` and `task`
- `tick`: it ticks the task, or adds it already done. A task that was done before the range does not
  count, nor does a tick in a merge

If no task describes a small change, say so with a reason: `Task: none <reason>`.

Documents, settings and lock files are not code. Merges and reverts need no task. A task covers only
the code of its own project.

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

## Accepted: ticked by the commit itself

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
```

## Flagged: a tick, where ticks do not name tasks

```toml aos-check.toml
[commits]
references = ["trailer"]
```

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
Add the form                     <!-- GIT001 -->
```

## Accepted: in words

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login

- **Status:** Approved
```

```md context/spec/001-login/tasks.md
# Tasks: Login

- [x] **Slice 1: Add the form**
  - [x] Draw it
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
feat: add the form (Spec 001, Slice 1)
```

## Accepted: in a pattern of the project

```toml aos-check.toml
[commits]
patterns = ['(?P<spec>[a-z]+)/(?P<task>[0-9]+):']
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
```

```py src/login.py new
FORM = ["e-mail", "password"]
```

```text commit
login/1: add the form
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
            help=f"name a task of that project: {_written(commit, '<spec>#<task>')}",
        )


def _help(commit: Commit) -> str:
    """The simplest legal way to name the task."""
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
        return _written(commit, ticked, "the")
    tick = "mark the task that it finishes as done" if "tick" in commit.references else ""
    ways = ", or ".join(filter(None, (tick, _written(commit, "<spec>#<task>"))))
    none = (
        f"for maintenance of at most {commit.may_claim:,} lines, "
        f"add `{commit.trailer}: none <reason>`"
    )
    if not commit.all_finished:
        offered = f"; {none}" if commit.may_claim and len(commit.code) <= _FEW else ""
        return f"{ways}; see `aos-check next`{offered}"
    offered = f"{none}; or " if commit.may_claim else ""
    last = "" if tick else f" and {_written(commit, '<spec>#<task>')}"
    waiver = ", or add a trailer `Aos-Waive: GIT001 <reason>`" if commit.waivable else ""
    return (
        f"no spec has an open task: {offered}start one with `aos-check new spec NAME`, get it "
        f"approved, mark a task of it as done in this commit{last}{waiver}"
    )


def _written(commit: Commit, address: str, article: str = "a") -> str:
    """The usual way to name a task in the message."""
    ways = {
        "trailer": f"add {article} trailer `{commit.trailer}: {address}` to the message",
        "subject": f"add `[{address}]` to the subject",
        "words": "name its spec and task in the subject, such as `Spec 6, task 2.1`",
    }
    found = (way for kind, way in ways.items() if kind in commit.references)
    return next(found, "name it as commits.patterns says")


def _counted(paths: Sequence[str]) -> str:
    """The number of changed files of code, and the first one."""
    return f"{counted(len(paths), 'file')} of code ({listed(paths, 1)})"
