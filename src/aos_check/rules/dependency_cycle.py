"""Tasks wait for one another in a circle.

None of them may begin. Remove the dependency that is not true.

## Flagged

```md .praxis-os/specs/2025-10-08-login/tasks.md
- [ ] **Task 1.1**: Form
  - **Depends on:** Task 1.2              <!-- TASK005 -->
- [ ] **Task 1.2**: Mail
  - **Depends on:** Task 1.1
```

## Accepted

```md .praxis-os/specs/2025-10-08-login/tasks.md
- [ ] **Task 1.1**: Form
- [ ] **Task 1.2**: Mail
  - **Depends on:** Task 1.1
- [ ] **Task 1.3**: Fax
  - **Depends on:** Task 1.1, Task 1.2
```
"""

from __future__ import annotations

from collections.abc import Iterator

from aos_check.finding import Place, Problem, Severity
from aos_check.model import Group, Project, Task, TaskList
from aos_check.rules.dependencies import Register, called, tasks_of
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("TASK005", doc=__doc__, severity=Severity.ERROR)
def dependency_cycle(project: Project) -> Verdicts:
    """Judge whether the dependencies of each task list can be put in an order."""
    for spec in project.specs:
        for path, at in _cycles(spec.tasks) if spec.tasks else ():
            yield Problem(
                at=at,
                message=f"these wait for one another: {' → '.join(path)}",
                help="remove the dependency that is not true",
            )


def _cycles(tasks: TaskList) -> Iterator[tuple[list[str], Place]]:
    """One cycle for each set of tasks and groups that cannot be ordered."""
    waits: dict[Place, list[Place]] = {}
    names: dict[Place, str] = {}
    places: dict[Place, Place] = {}
    register = Register(tasks)
    for need in register.needs():
        if need.target is not None and not register.doubled(need.dependency):
            waits.setdefault(need.waiting.at, []).extend(_all_of(need.target))
            places.setdefault(need.waiting.at, need.dependency.at)
            names[need.waiting.at] = called(need.waiting)
    for group in tasks.groups:
        # What a group waits for, each of its tasks waits for.
        for task in tasks_of(group) if group.at in waits else ():
            waits.setdefault(task.at, []).append(group.at)
            names.setdefault(task.at, called(task))
            places.setdefault(task.at, places[group.at])
    for cycle in _circles(waits):
        yield [names[at] for at in (*cycle, cycle[0])], places[cycle[0]]


def _all_of(target: Task | Group) -> list[Place]:
    return [target.at, *(task.at for task in tasks_of(target))]


def _circles(waits: dict[Place, list[Place]]) -> Iterator[list[Place]]:
    """Follow what waits, depth first; a place met again on the way closes a circle."""
    finished: set[Place] = set()
    for start in waits:
        way: list[Place] = []
        stack = [(start, iter(waits[start]))] if start not in finished else []
        way.extend(at for at, _ in stack)
        while stack:
            following = next((at for at in stack[-1][1] if at in waits), None)
            if following is None:
                finished.add(stack.pop()[0])
                way.pop()
            elif following in way:
                yield way[way.index(following) :]
                return
            elif following not in finished:
                stack.append((following, iter(waits[following])))
                way.append(following)
