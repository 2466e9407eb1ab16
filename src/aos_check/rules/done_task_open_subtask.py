"""A finished task has an unfinished subtask.

The next reader, often an agent, stops at the ticked parent, and the open subtask is forgotten.
Finish the subtask, defer it with a reason (`(deferred: why)`), or untick the parent. Tasks of one
spec with no ticked subtask at all are one finding, and so are tasks that leave the same step open.

## Flagged

```md .agent-os/specs/2025-10-08-login/tasks.md
- [x] 1. Sign-in form            <!-- TASK001 -->
  - [x] 1.1 Write tests
  - [ ] 1.2 Validate the e-mail
```

## Flagged: once, at the nearest done task

```md .agent-os/specs/2025-10-08-login/tasks.md
- [x] 1. Sign-in form
  - [x] 1.1 Validate the e-mail  <!-- TASK001 -->
    - [ ] 1.1.1 Write tests
```

## Flagged: in data

```json .taskmaster/tasks/tasks.json TASK001:3
{
  "master": {"tasks": [
    {"id": 1, "title": "Sign-in form", "status": "done", "subtasks": [
      {"id": 1, "title": "Write tests", "status": "done"},
      {"id": 2, "title": "Validate the e-mail", "status": "pending"}
    ]}
  ]}
}
```

## Accepted: deferred, an open parent, and a mark that DOC001 reports

```md .agent-os/specs/2025-10-08-login/tasks.md
- [x] 1. Sign-in form
  - [x] 1.1 Write tests
  - [ ] 1.2 Validate the e-mail (deferred: needs the mail service)
  - [y] 1.3 Send a mail
- [ ] 2. Sign-out
  - [x] 2.1 Write tests
  - [ ] 2.2 Clear the session
```
"""

from __future__ import annotations

from collections.abc import Iterator

from aos_check.model.finding import Problem, Related, Severity
from aos_check.model.rule import Verdicts, spec_rule
from aos_check.model.spec import Spec
from aos_check.model.task import Task
from aos_check.model.wording import reopen
from aos_check.progress.tasks import first_and_more

_ALIKE = 3  # words that are the same at the start of a step that is left in each task


@spec_rule("TASK001", doc=__doc__, severity=Severity.ERROR)
def done_task_open_subtask(spec: Spec) -> Verdicts:
    """Report every done task with an open subtask."""
    # SPEC010 mentions the task of archiving in an archived spec, DOC001 a subtask with an
    # unknown mark, which may be done.
    left_out = {mark.at for document in spec.documents for mark in document.unread}
    left_out |= spec.archiving if spec.bucket == "completed" else frozenset()
    for task in spec.all_tasks():
        below = _left_open(task) if task.done else ()
        still_open = [subtask for subtask in below if subtask.at not in left_out]
        if still_open:
            yield _contradiction(spec, task, still_open)


def _contradiction(spec: Spec, task: Task, still_open: list[Task]) -> Problem:
    first, *others = still_open
    none_done = not any(sub.started for subtask in task.subtasks for sub in subtask.walk())
    left = f"its subtask {first.label} is"
    if others:
        names = f"its subtasks {first_and_more(still_open)}"
        left = f"{f'all of its {len(still_open)} subtasks' if none_done else names} are"
    # A team that ticks only the tasks, or leaves the same step in each, has one habit.
    steps = [" ".join(sub.title.split()[:_ALIKE]) for sub in still_open]
    return Problem(
        at=task.at,
        task=task.id,
        message=f"task {task.label} is done, but {left} open",
        help=f"finish {first.label}, mark it as deferred, or {reopen(task.label)}",
        related=tuple(Related(sub.at, "still open") for sub in still_open),
        cause=f"{spec.path}: {'' if none_done else '|'.join(steps)}",
    )


def _left_open(task: Task) -> Iterator[Task]:
    """The open tasks below `task`, except those below another done task."""
    for subtask in task.subtasks:
        if subtask.still_open:
            yield subtask
        if not subtask.done:
            yield from _left_open(subtask)
