"""A task is done although what it depends on is open.

Either the dependency is not one, or the work was done on ground that is not there yet, or somebody
forgot a tick. Finish what comes first, drop the dependency, or untick the task.

## Flagged

```md agent-os/specs/2025-10-08-login/tasks.md
# Task Breakdown: Login

#### Task Group 1: Form
**Dependencies:** None

- [ ] 1.0 Complete the form
  - [x] 1.1 Write tests
  - [ ] 1.2 Validate the e-mail

#### Task Group 2: Mail
**Dependencies:** Task Group 1

- [ ] 2.0 Send a mail
  - [x] 2.1 Write tests            <!-- TASK006 -->
  - [x] 2.2 Send it

#### Task Group 3: Session
**Dependencies:** None

- [x] 3.0 Keep the session (depends on 1.2)  <!-- TASK006 -->
```

## Accepted: what comes first is done or put aside, and ids that are no decimals

```md agent-os/specs/2025-10-08-login/tasks.md
# Task Breakdown: Login

#### Task Group 1: Form
**Dependencies:** None

- [x] 1.0 Complete the form
  - [x] 1.1 Write tests
  - [ ] 1.2 Validate the e-mail (deferred: the mail library does)

#### Task Group 2: Mail
**Dependencies:** Task Group 1

- [x] 2.0 Send a mail
  - [x] 2.1 Write tests

#### Task Group 10: Finish
**Dependencies:** All previous tasks

- [ ] 10.0 Read it once more (depends on 2)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from aos_check.finding import Problem, Related, Severity
from aos_check.model import Group, Project, Task, TaskList
from aos_check.rules.dependencies import Names, Work, called
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("TASK006", doc=__doc__, severity=Severity.ERROR)
def done_before_dependency(project: Project) -> Verdicts:
    """Judge what is done by what it depends on, by itself or by its group."""
    for spec in project.specs:
        if spec.tasks and spec.tasks.tracked:
            yield from _judge(spec.tasks)


def _judge(tasks: TaskList) -> Iterator[Problem]:
    names = Names(tasks)
    left_open: dict[int, Task | None] = {}  # by what is waited for
    for work in names.works:
        done = _first_done(work) if work.depends_on else None
        for dependency in work.depends_on if done else ():
            on = names.resolve(dependency)
            # What waits for its own part or whole is caught in a cycle, or says nothing new.
            if on is None or names.overlap(work, on):
                continue
            if id(on) not in left_open:
                left_open[id(on)] = _first_open(on)
            if done and (still_open := left_open[id(on)]):
                yield _early(done, work, on, still_open)


def _first_done(work: Work) -> Task | None:
    return next((task for task in _inside(work) if task.done), None)


def _first_open(work: Work) -> Task | None:
    """The task itself if it is open; a group is open while anything in it is."""
    inside = _inside(work) if isinstance(work, Group) else [work]
    return next((task for task in inside if task.still_open), None)


def _inside(work: Work) -> Iterator[Task]:
    for task in [work] if isinstance(work, Task) else work.tasks:
        yield from task.walk()


def _early(done: Task, work: Work, on: Work, still_open: Task) -> Problem:
    through = "" if work is done else f" as part of {called(work)}"
    which = "" if on is still_open else f" ({still_open.id})"
    return Problem(
        at=done.at,
        task=done.id,
        message=f"task {done.id} is done, but {called(on)}, which it depends on{through}, "
        f"is open{which}",
        help=f"finish {still_open.id} first, drop the dependency, or untick {done.id}",
        related=(Related(still_open.at, f"{still_open.id} is still open"),),
    )
