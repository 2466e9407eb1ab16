"""The ids of tasks skip a number.

Often a task was lost, or added in a hurry. Commits and dependencies then name ids that readers do
not expect. Put the tasks in order, or give the new one the next number. A list may start at 0 or 1,
or continue the list before it. A list without a gap, in another order, is accepted: tasks were put
between others.

## Flagged

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [ ] 1. Sign-in form
  - [ ] 1.1 Write tests
  - [ ] 1.3 Validate the e-mail    <!-- TASK008 -->
- [ ] 4. Sign-out                  <!-- TASK008 -->
- [ ] 2. Reset the password
```

## Accepted: lists that continue, start again, count to ten, or have no numbers

```md agent-os/specs/2025-10-08-login/tasks.md
# Task Breakdown: Login

#### Task Group 1: Form

- [ ] 1.0 Complete the form
  - [ ] 1.1 Write tests
  - [ ] Look at it
  - [ ] 1.2 Validate the e-mail

#### Task Group 2: Mail

- [ ] 2.0 Send a mail
  - [ ] 2.1 Write tests

## Phase 3

- [ ] 1. Read it
- [ ] 2. Read it again

## Phase 4

- [ ] 3. Read it once more
```

```md .agent-os/specs/2025-10-09-sheets/tasks.md
# Spec Tasks

- [ ] 1.8 Print a sheet
- [ ] 1.9 Print a book
- [ ] 1.10 Bind it
- [ ] 1.12 Sign it
- [ ] 1.11 Wrap it
- [ ] 2.1 Sell it
```
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from aos_check.model.finding import Problem, Related, Severity
from aos_check.model.rule import Verdicts, spec_rule
from aos_check.model.spec import Spec
from aos_check.model.task import Task
from aos_check.progress.ids import doubled, numbers, side_by_side


@spec_rule("TASK008", doc=__doc__, severity=Severity.WARNING)
def out_of_sequence(spec: Spec) -> Verdicts:
    """Check the order of every list of tasks. For a file with duplicate ids, TASK003 reports."""
    if any(True for _ in doubled(spec)):
        return
    for siblings in side_by_side(spec):
        for tasks in _by_prefix(siblings):
            if not _is_complete(tasks) and (out := _first_out(tasks)):
                yield _judge(*out)


def _by_prefix(siblings: list[Task]) -> list[list[tuple[int, Task]]]:
    """The last number of each id, by the numbers before it: 1.x and 2.x are counted separately."""
    lists: defaultdict[tuple[int, ...], list[tuple[int, Task]]] = defaultdict(list)
    for task in siblings:
        if parts := numbers(task.id):
            lists[parts[:-1]].append((parts[-1], task))
    return list(lists.values())


def _first_out(tasks: list[tuple[int, Task]]) -> tuple[Task, Task] | None:
    """The first task that does not continue the count, and the task before it."""
    for (before, one), (number, other) in pairwise(tasks):
        if number != before + 1:
            return one, other
    return None


def _is_complete(tasks: list[tuple[int, Task]]) -> bool:
    """True if no number is missing: a task was put between others."""
    found = {number for number, _ in tasks}
    return len(found) == max(found) - min(found) + 1


def _judge(before: Task, task: Task) -> Problem:
    return Problem(
        at=task.at,
        task=task.id,
        message=f"task {task.id} follows task {before.id}",
        help="put the tasks in order, or give this one the next number",
        related=(Related(before.at, f"{before.id} comes before it"),),
    )
