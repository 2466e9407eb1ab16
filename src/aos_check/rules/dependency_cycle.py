"""Tasks wait for each other.

None of them can be started first, unless the order is ignored. Delete the dependency that is not
needed, or split the task that is on both sides.

## Flagged: groups

```md agent-os/specs/2025-10-08-login/tasks.md
# Task Breakdown: Login

#### Task Group 1: Form
**Dependencies:** Task Group 2     <!-- TASK005 -->

- [ ] 1.0 Complete the form

#### Task Group 2: Mail
**Dependencies:** Task Group 1

- [ ] 2.0 Send a mail
```

## Flagged: a task and the group of another

```md .praxis-os/specs/approved/2025-10-08-login/tasks.md
# Login: Tasks

## Phase 1: Form

- [ ] **Task 1.1**: Add the form
  - **Dependencies**: Task 2.1     <!-- TASK005 -->

## Phase 2: Mail

**Dependencies:** Phase 1

- [ ] **Task 2.1**: Send a mail
```

## Accepted: several paths to one task

```md .praxis-os/specs/approved/2025-10-08-login/tasks.md
# Login: Tasks

## Phase 1: Form

- [ ] **Task 1.1**: Add the form
- [ ] **Task 1.2**: Validate the e-mail
  - **Dependencies**: Task 1.1
- [ ] **Task 1.3**: Sign in
  - **Dependencies**: Task 1.1, Task 1.2

## Phase 2: Mail

**Dependencies:** Phase 1

- [ ] **Task 2.1**: Send a mail
  - **Dependencies**: Task 1.3
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from aos_check.model.finding import Place, Problem, Related, Severity
from aos_check.model.rule import Verdicts, spec_rule
from aos_check.model.spec import Spec
from aos_check.model.task import Dependency, Task
from aos_check.progress.dependencies import DependencyNames
from aos_check.progress.tasks import Work, called

_SHOWN = 20


@spec_rule("TASK005", doc=__doc__, severity=Severity.ERROR)
def dependency_cycle(spec: Spec) -> Verdicts:
    """Follow the dependencies of each task file, and report cycles."""
    if spec.tasks and spec.tasks.tracked:
        names = DependencyNames(spec.tasks)
        if any(work.depends_on for work in names.works):
            for cycle in _cycles(_waits(names)):
                yield _problem(cycle)


class _Moment(NamedTuple):
    """The start or the end of a task or group, which is identified by its `id()`."""

    work: int
    is_end: bool


class _Wait(NamedTuple):
    """One moment that waits for another: by a `dependency`, or because one contains the other."""

    moment: _Moment
    other: _Moment
    by: Work
    on: Work
    dependency: Dependency | None = None


def _waits(names: DependencyNames) -> dict[_Moment, list[_Wait]]:
    """Work starts after its dependencies and the start of its parent. It ends after its parts."""
    waits: dict[_Moment, list[_Wait]] = {}
    for work in names.works:
        begin, end = _Moment(id(work), is_end=False), _Moment(id(work), is_end=True)
        waits.setdefault(end, []).append(_Wait(end, begin, work, work))
        begins = waits.setdefault(begin, [])
        if outer := names.around(work):
            outer_begin, outer_end = (_Moment(id(outer), is_end=which) for which in (False, True))
            begins.append(_Wait(begin, outer_begin, work, outer))
            waits.setdefault(outer_end, []).append(_Wait(outer_end, end, outer, work))
        for dependency in work.depends_on:
            if (on := names.resolve(dependency)) is not None:
                on_end = _Moment(id(on), is_end=True)
                begins.append(_Wait(begin, on_end, work, on, dependency))
    return waits


def _cycles(waits: dict[_Moment, list[_Wait]]) -> Iterator[list[_Wait]]:
    """Yield each cycle, except those that cross one already found."""
    settled: set[_Moment] = set()
    for start, first in waits.items():
        trail: list[_Wait] = []
        entered = {start: 0}  # the length of the trail at each moment
        found: list[int] = []  # those lengths for the cycles already found
        left = [] if start in settled else [(start, iter(first))]
        while left:
            here, rest = left[-1]
            wait = next(rest, None)
            if wait is None:
                settled.add(here)
                length = entered.pop(here)
                if found[-1:] == [length]:
                    found.pop()
                left.pop()
                del trail[-1:]
            elif wait.other in entered:
                begin = entered[wait.other]
                if not found or found[-1] < begin:
                    found.extend(range(begin, len(trail) + 1))
                    yield [*trail[begin:], wait]
            elif wait.other not in settled:
                trail.append(wait)
                entered[wait.other] = len(trail)
                left.append((wait.other, iter(waits[wait.other])))


def _problem(cycle: list[_Wait]) -> Problem:
    by_dependency = [wait for wait in cycle if wait.dependency]
    first = min(by_dependency, key=_place)
    start = cycle.index(first)
    path = [called(first.by)]
    for wait in cycle[start:] + cycle[:start]:
        if called(wait.on) != path[-1]:
            path.append(called(wait.on))
    path = path if path[1:] else path * 2
    if path[_SHOWN:]:
        path[_SHOWN // 2 : -_SHOWN // 2] = ["…"]
    return Problem(
        at=_place(first),
        task=first.by.id if isinstance(first.by, Task) else None,
        message=f"{path[0]} waits for itself: {' → '.join(path)}",
        help="delete the dependency that is not needed",
        related=tuple(
            Related(_place(wait), f"{called(wait.by)} waits for {called(wait.on)}")
            for wait in by_dependency[: _SHOWN + 1]
            if wait is not first
        ),
    )


def _place(wait: _Wait) -> Place:
    return wait.dependency.at if wait.dependency else wait.by.at
