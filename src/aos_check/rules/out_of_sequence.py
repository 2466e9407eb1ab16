"""Task ids skip a number or go backwards.

Usually a task was deleted or inserted without renumbering, and what the id stood for in a commit has moved. Restore the
missing task, or number in order.

## Flagged

```md .agent-os/specs/2025-10-08-login/tasks.md
- [x] 1. Sign-in form
  - [x] 1.1 Write tests
  - [x] 1.3 Validate the e-mail           <!-- TASK008 -->
```

## Flagged: backwards

```md .agent-os/specs/2025-10-08-login/tasks.md
- [x] 2. Sign-in form
- [ ] 1. Sign-out               <!-- TASK008 -->
```

## Accepted

```md .agent-os/specs/2025-10-08-login/tasks.md
- [x] 1.9 Ninth
- [x] 1.10 Tenth
- [ ] 2. Next
- [ ] No number at all
- [ ] 3. Third
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aos_check.finding import Problem, Related, Severity
from aos_check.model import Project, Task, TaskList
from aos_check.rules.dependencies import ordered
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("TASK008", doc=__doc__, severity=Severity.WARNING)
def out_of_sequence(project: Project) -> Verdicts:
    """Judge the numbers of each row of siblings; one finding a row."""
    for spec in project.specs:
        for row in _rows(spec.tasks) if spec.tasks and spec.tasks.tracked else ():
            for before, after in zip(row, row[1:], strict=False):
                if not _follows(before, after):
                    yield Problem(
                        at=after.at,
                        task=after.id,
                        message=f"{after.id} comes after {before.id}",
                        help="restore the task that is missing, or number in order",
                        related=(Related(before.at, f"{before.id} stands here"),),
                    )
                    break


def _rows(tasks: TaskList) -> Iterator[list[Task]]:
    for group in tasks.groups:
        yield _numbered(group.tasks)
        for top in group.tasks:
            for task in top.walk():
                yield _numbered(task.subtasks)


def _numbered(tasks: Sequence[Task]) -> list[Task]:
    """The siblings whose ids are numbers; a row in which one is doubled is another rule's matter."""
    row = [task for task in tasks if all(isinstance(part, int) for part in ordered(task.id))]
    return row if len({task.id for task in row}) == len(row) else []


def _follows(before: Task, after: Task) -> bool:
    """1.1 and 1.2, 1.9 and 1.10, 1.4 and 2.0, 2.1 or 2: the last number grows by one, or restarts."""
    first, second = ordered(before.id), ordered(after.id)
    if first[:-1] == second[:-1]:
        return _number(second[-1]) == _number(first[-1]) + 1
    step = _number(second[0]) - _number(first[0])
    deeper = len(second) > len(first) and second[: len(first)] == first
    return step == 1 or deeper or (step == 0 and second > first)


def _number(part: object) -> int:
    return part if isinstance(part, int) else 0
