"""A commit names a task that is not done.

A reader of the history thinks that the work is finished; a reader of the task file thinks that it
has not started. Several commits may do the work of one task: tick it in the one that finishes it.
The task must be done at the end of the range. A single commit, whose range is not known, gets the
lesser form, and so does a push to any other branch than the default one. With
`commits.when = "commit"`, the task must be done in every commit that names it.
`commits.require` says which state is required. A tick must go when the work is reverted. If the
whole spec was finished before the range, its tasks cover no new work. If a task appears already
done in an approved spec, and no record pins the approved text, a new approval is suggested.

## Flagged

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
- [ ] 2. Sign-out
```

```py src/logout.py new
SESSIONS = []
```

```text commit
Forget the session

Task: login#2                      <!-- GIT003 -->
```

## Flagged: not started, where a started task is required

```toml aos-check.toml
[commits]
require = "started"
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [ ] 1. Sign-in form
  - [x] 1.1 Ask for the e-mail
- [ ] 2. Sign-out
```

```py src/logout.py new
SESSIONS = []
```

```text commit
Forget the session

Task: login#1, login#2             <!-- GIT003 -->
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

Task: login#1
```

## Accepted: no code yet

```md .agent-os/specs/2025-10-08-login/tasks.md before
# Spec Tasks
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [ ] 1. Sign-in form
```

```text commit
Plan the form

Task: login#1
```
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator

from aos_check.model.addresses import write
from aos_check.model.change import Commit, NamedTask, TaskChange
from aos_check.model.finding import Problem, Related, Severity
from aos_check.model.rule import Verdicts, commit_rule
from aos_check.model.task import Task
from aos_check.model.wording import reopen


@commit_rule("GIT003", doc=__doc__, severity=Severity.ERROR, weak=Severity.INFO)
def task_not_done(commit: Commit) -> Verdicts:
    """Check the state of every named task, in the commit and at the end of its range."""
    needs_task = bool(commit.code) and not commit.exempt
    for named, task in _distinct(commit.named):
        later = commit.done_later and named.done_at_end
        if needs_task and not (later or _is_far_enough(named, task, commit.require)):
            yield _behind(commit, named, task)
        elif named.reopened:
            yield _reopened(commit, named, task)
        elif needs_task and named.finished_before:
            yield _finished_before(commit, named, task)
        elif needs_task and named.unheld:
            yield _unheld(commit, named, task)
    for left in commit.left_ticked:
        yield _left_ticked(commit, left)


def _distinct(references: Iterable[NamedTask]) -> Iterator[tuple[NamedTask, Task]]:
    """The named tasks, each once, even if several references name it."""
    seen: set[str] = set()
    for named in references:
        if named.task and named.fits[0] not in seen:
            seen.add(named.fits[0])
            yield named, named.task


def _is_far_enough(named: NamedTask, task: Task, required: str) -> bool:
    if required == "done":
        return task.done
    return named.started or required == "exists"


def _behind(commit: Commit, named: NamedTask, task: Task) -> Problem:
    return Problem(
        at=commit.at(named.line),
        spec=named.spec.id if named.spec else None,
        task=task.id,
        message=f"{commit.called} names {named.fits[0]}, which is {_state(task)}",
        help=_help(commit, named, task),
        related=(Related(task.at, f"{task.label} is {_state(task)}"),),
        weak=commit.done_later and commit.alone,
    )


def _help(commit: Commit, named: NamedTask, task: Task) -> str:
    if commit.done_later:
        first = (
            f"finish {named.fits[0]} by the end of the range, and mark it as done in that commit"
        )
    else:
        first = "mark it as done in this commit"
        if commit.require != "done":
            first = "mark it as in progress in this commit, such as with `[/]`"
    done = [write(named.spec.id if named.spec else "", sub.id) for sub in task.walk() if sub.done]
    further = "done" if commit.require == "done" else "started"
    example = f", such as {done[-1]}" if done else ""
    return f"{first}, or name a task that is {further}{example}"


def _reopened(commit: Commit, named: NamedTask, task: Task) -> Problem:
    return Problem(
        at=commit.at(named.line),
        spec=named.spec.id if named.spec else None,
        task=task.id,
        message=f"{named.fits[0]} is done in {commit.called}, "
        "but no longer at the end of the range",
        help="finish it again, or revert the commit that did its work",
        related=(Related(task.at, f"{task.label} was done here"),),
    )


def _finished_before(commit: Commit, named: NamedTask, task: Task) -> Problem:
    none = (
        f", or for maintenance of at most {commit.may_claim:,} lines, write "
        f"`{commit.trailer}: none <reason>` instead"
    )
    return Problem(
        at=commit.at(named.line),
        spec=named.spec.id if named.spec else None,
        task=task.id,
        message=f"{commit.called} names {named.fits[0]}, which was finished before this change, "
        "with its whole spec",
        help="name the task that this work belongs to: add one to a spec, or begin a spec with "
        f"`aos-check new spec`{none if commit.may_claim else ''}",
        related=(Related(task.at, f"{task.label} was done already"),),
    )


def _unheld(commit: Commit, named: NamedTask, task: Task) -> Problem:
    spec = named.spec.id if named.spec else ""
    return Problem(
        at=commit.at(named.line),
        spec=spec or None,
        task=task.id,
        message=f"{commit.called} names {named.fits[0]}, which appears already done in a spec that "
        "was approved before",
        help="let the approver read the new task, and record it with "
        f"`aos-check approve {shlex.quote(spec)}`",
        related=(Related(task.at, f"{task.label} is new"),),
        weak=True,
    )


def _left_ticked(commit: Commit, left: TaskChange) -> Problem:
    task = left.after or left.before
    return Problem(
        at=task.at,
        spec=left.spec.id,
        task=task.id,
        message=f"{commit.called} reverts {commit.reverts[:10]}, "
        f"but its task {task.label} is still marked done",
        help=f"{reopen(task.label)}, or do its work again",
    )


def _state(task: Task) -> str:
    return task.state.value.replace("-", " ")
