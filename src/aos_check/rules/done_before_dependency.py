"""A task is done although a task that it depends on is open.

Either the dependency is wrong, or the work was done too early, or a tick is missing. Finish the
other task first, delete the dependency, or untick the task.

The waves of Kiro plan which tasks may run at the same time, and the template of Spec Kit ends with
sentences about the order of the phases. A task need not depend on every task of the wave or phase
before, so a task that was done ahead of them is information, once for each spec.

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

## Flagged: dependencies in their own section

```md .praxis-os/specs/approved/2025-10-08-login/tasks.md
# Login: Tasks

## Phase 1: Form

- [ ] **Task 1.1**: Draw the form

## Phase 2: Mail

- [ ] **Task 2.1**: Buy a server
- [ ] **Task 2.2**: Write the text
- [x] **Task 2.3**: Send it        <!-- TASK006 -->

## Dependencies

### Phase 1 → Phase 2

The mail names the form.

- **Task 2.3** (sending) depends on Tasks 2.1-2.2 (what it sends, and with what)
```

## Flagged: done ahead of its wave

````md .kiro/specs/login/tasks.md
# Implementation Plan

- [ ] 1. Form
  - [x] 1.1 Draw it
  - [ ] 1.2 Check it
- [ ] 2. Mail
  - [ ] 2.1 Write it
  - [x] 2.2 Send it               <!-- TASK006 -->

## Task Dependency Graph

```json
{"waves": [
  {"id": 0, "tasks": ["1.1", "2.1"]},
  {"id": 1, "tasks": ["1.2", "2.2"]}
]}
```
````

## Flagged: done ahead of a phase that its phase depends on

```md specs/001-login/tasks.md
# Tasks: Login

## Phase 1: Setup

- [x] T001 Create the project

## Phase 2: Foundational

- [x] T002 Add the database
- [ ] T003 Add the logger

## Phase 3: User Story 1

- [x] T004 [US1] Add the form         <!-- TASK006 -->

## Phase 4: User Story 2

- [x] T005 [US2] Send a mail

## Dependencies & Execution Order

- **Foundational (Phase 2)**: Depends on Setup completion - BLOCKS all user stories
- **User Stories (Phase 3+)**: All depend on Foundational phase completion
```

```md specs/001-login/spec.md
# Feature Specification: Login
```

```md specs/001-login/plan.md
# Implementation Plan: Login
```

## Accepted: optional and deferred tasks hold up no wave

````md .kiro/specs/login/tasks.md
# Implementation Plan

- [x] 1. Form
  - [ ]* 1.1 Test it
  - [ ] 1.2 Print it
    - _Status: Deferred to the next release_
- [x] 2. Mail
- [ ] 3. Checkpoint - Ensure all tests pass

## Task Dependency Graph

```json
{"waves": [{"wave": 1, "tasks": ["1.1", "1.2"]}, {"wave": 2, "tasks": [2]}]}
```
````

## Accepted: TASK001 reports the open task, because the task above it is done

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
  - [ ] 1.1 Validate the e-mail
- [x] 2. Send a mail (depends on 1.1)
```

## Accepted: dependencies that are done or deferred, and ids with several parts

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

from collections.abc import Collection, Iterator
from typing import NamedTuple

from aos_check.model.document import State
from aos_check.model.finding import Place, Problem, Related, Severity
from aos_check.model.rule import Verdicts, spec_rule
from aos_check.model.spec import Spec
from aos_check.model.task import Group, Task, TaskList
from aos_check.model.wording import and_more, counted, reopen
from aos_check.progress.dependencies import DependencyNames
from aos_check.progress.tasks import Work, called, inside, open_in
from aos_check.progress.waves import WaveOrder


@spec_rule("TASK006", doc=__doc__, severity=Severity.ERROR, weak=Severity.INFO)
def done_before_dependency(spec: Spec) -> Verdicts:
    """Check that the dependencies of done tasks, of their groups and waves, are done."""
    if spec.tasks and spec.tasks.tracked:
        # TASK001 reports the open tasks below a done one.
        left = {id(task) for task in spec.left_open()}
        yield from _judge(spec.tasks, left)


class _Left(NamedTuple):
    """A dependency, and its first open task. `whole`: a sentence names a whole phase."""

    on: Work
    still_open: Task
    whole: bool


def _judge(tasks: TaskList, left: Collection[int]) -> Iterator[Problem]:
    names = DependencyNames(tasks)
    early = list(_too_early(names, left))
    yield from (problem for problem in early if not problem.weak)
    phases = [problem for problem in early if problem.weak]
    more = f" (also {counted(len(phases) - 1, 'more phase')})" if phases[1:] else ""
    yield from (it._replace(message=it.message + more) for it in phases[:1])
    yield from _ahead(WaveOrder(tasks, names))


def _too_early(names: DependencyNames, left: Collection[int]) -> Iterator[Problem]:
    """Each task or group with a done task and an open dependency, once for each line of these."""
    left_open: dict[int, Task | None] = {}  # by dependency
    for work in names.works:
        done = _first_done(work) if work.depends_on else None
        early: dict[Place, list[_Left]] = {}  # by the line of the dependency
        for dependency in work.depends_on if done else ():
            on = names.resolve(dependency)
            # A dependency on its own part or parent is a cycle, or adds nothing.
            if on is None or names.overlap(work, on):
                continue
            if id(on) not in left_open:
                left_open[id(on)] = next((it for it in open_in(on) if _is_left(it, left)), None)
            if still_open := left_open[id(on)]:
                whole = dependency.general and isinstance(on, Group)
                early.setdefault(dependency.at, []).append(_Left(on, still_open, whole))
        yield from (_early(done, work, left) for left in early.values() if done)


def _ahead(waves: WaveOrder) -> Iterator[Problem]:
    """The tasks that are done although an earlier wave is not, as one problem."""
    ahead = list(waves.done_too_early())
    before = waves.first_open(ahead[0]) if ahead else None
    if before:
        wave, still_open = before
        more = f" (also {counted(len(ahead) - 1, 'more task')})" if ahead[1:] else ""
        yield Problem(
            at=ahead[0].at,
            task=ahead[0].id,
            message=f"task {ahead[0].label} is done, but wave {wave.id} before it is not: "
            f"{still_open.label} is open{more}",
            help=f"finish {still_open.label} first, or correct the waves",
            related=(Related(still_open.at, f"{still_open.label} is still open"),),
            weak=True,
        )


def _is_left(task: Task, left: Collection[int]) -> bool:
    """True for an open task that TASK001 does not report, and that lacks more than criteria."""
    partly = {box.state for box in task.criteria} >= {State.DONE, State.OPEN}
    begun = task.state is State.IN_PROGRESS and not any(it.still_open for it in task.subtasks)
    return id(task) in left and not (partly and begun)


def _first_done(work: Work) -> Task | None:
    return next((task for task in inside(work) if task.done), None)


def _early(done: Task, work: Work, left: list[_Left]) -> Problem:
    on, still_open, _ = left[0]
    more = and_more(left)
    through = "" if work is done else f" as part of {called(work)}"
    which = "" if on is still_open else f" ({still_open.label})"
    return Problem(
        at=done.at,
        task=done.id,
        message=f"task {done.label} is done, but {called(on)}, which it depends on{through}, "
        f"is open{which}{more}",
        help=f"finish {still_open.label} first, delete the dependency, or {reopen(done.label)}",
        related=tuple(Related(task.at, f"{task.label} is still open") for _, task, _ in left),
        weak=isinstance(work, Group) and all(it.whole for it in left),
    )
