"""The assignments and the task groups of a spec do not match.

A group without an entry is left out, and two agents work on a group with two entries. Write one
entry for each group in `tasks.md`. It may name the group by its title, its number, a slug of either
or the heading around it. Finished specs and groups are not checked.

## Flagged

```md agent-os/specs/2025-10-08-login/tasks.md GATE006:14
# Task Breakdown: Login

## Task List

#### Task Group 1: Sign-in table

- [x] 1.0 Complete the table

#### Task Group 2: Sign-in API

- [ ] 2.0 Complete the API
  - [ ] 2.1 Add the route

#### Task Group 3: Sign-in form

- [ ] 3.0 Complete the form
```

```yaml agent-os/specs/2025-10-08-login/orchestration.yml
task_groups:
  - name: sign-in-table
    claude_code_subagent: backend-specialist
  - name: sign-in-api
    claude_code_subagent: backend-specialist
  - name: "Task Group 2"  # GATE006
    claude_code_subagent: implementer
  - name: payments  # GATE006
    claude_code_subagent: implementer
```

## Flagged: a group without a subagent, although others have one

```md agent-os/specs/2025-10-08-login/tasks.md
# Task Breakdown: Login

#### Task Group 1: Sign-in API

- [ ] 1.0 Complete the API

#### Task Group 2: Sign-in form

- [ ] 2.0 Complete the form
```

```yaml agent-os/specs/2025-10-08-login/orchestration.yml
task_groups:
  - name: sign-in-api
    claude_code_subagent: backend-specialist
  - name: sign-in-form  # GATE006
```

## Accepted

```md agent-os/specs/2025-10-08-login/tasks.md
# Task Breakdown: Login

## Task List

### Database Layer

#### Task Group 1: Sign-in table

- [x] 1.0 Complete the table

### Web Layer

#### Task Group 2: Sign-in API

- [ ] 2.0 Complete the API

#### Task Group 3: Sign-in form

- [ ] 3.0 Complete the form
```

```yaml agent-os/specs/2025-10-08-login/planning/task-assignments.yml
task_assignments:
  - task_group: "Task Group 2: Sign-in API"
    assigned_subagent: api-engineer
  - task_group: "sign-in-form"
    assigned_subagent: ui-designer
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aos_check.model.finding import Place, Problem, Related, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.model.spec import Spec
from aos_check.progress.assignments import Assigned, assigned


@project_rule("GATE006", doc=__doc__, severity=Severity.WARNING)
def misassigned_group(project: Project) -> Verdicts:
    """Compare the assignments of every unfinished spec with its task groups."""
    for spec in project.specs:
        if spec.has_tasks and not spec.closed and (found := assigned(spec)):
            yield from _unknown(found)
            yield from _twice(found)
            yield from _without_agent(found)
            yield from _left_out(spec, found)


def _unknown(found: Iterable[Assigned]) -> Iterator[Problem]:
    """Report the assignments of groups that the spec does not have."""
    for it in found:
        if not it.groups:
            yield Problem(
                at=it.assignment.at,
                message=f'no task group is called "{it.assignment.group}"',
                help="use the title of a task group, or delete the entry",
            )


def _twice(found: Iterable[Assigned]) -> Iterator[Problem]:
    """Report the assignments of tasks that an earlier entry has."""
    first: dict[Place, Assigned] = {}
    for it in found:
        before = next((first[task.at] for task in it.tasks if task.at in first), None)
        if before:
            yield Problem(
                at=it.assignment.at,
                message=f'"{it.assignment.group}" is a task group that '
                f'"{before.assignment.group}" assigns already',
                help="delete one of the two entries",
                related=(Related(before.assignment.at, "the first entry"),),
            )
        for task in it.tasks:
            first.setdefault(task.at, it)


def _without_agent(found: Iterable[Assigned]) -> Iterator[Problem]:
    """Report the assignments without a subagent, if others have one."""
    some_have = any(it.assignment.agent for it in found)
    for assignment in (
        it.assignment for it in found if some_have and any(task.still_open for task in it.tasks)
    ):
        if not assignment.agent:
            yield Problem(
                at=assignment.at,
                message=f'"{assignment.group}" has no subagent, although other task groups have',
                help="add its subagent",
            )


def _left_out(spec: Spec, found: Iterable[Assigned]) -> Iterator[Problem]:
    """Report the groups with open tasks that no assignment covers."""
    covered = {task.at for it in found for task in it.tasks}
    file = next(it.assignment.at.path for it in found)
    for group in spec.tasks.groups if spec.tasks else ():
        if any(task.still_open and task.at not in covered for task in group.tasks):
            yield Problem(
                at=group.at,
                message=f'"{group.title}" is not assigned in {file.removeprefix(f"{spec.path}/")}',
                help="add an entry for it",
            )
