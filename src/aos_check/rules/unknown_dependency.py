"""A task depends on a task or group that does not exist.

It is unclear whether work may start. Often the tasks were renumbered and the dependency was not.
Name the intended task by its current id.

## Flagged

```md agent-os/specs/2025-10-08-login/tasks.md
# Task Breakdown: Login

#### Task Group 1: Form
**Dependencies:** None

- [ ] 1.0 Complete the form

#### Task Group 2: Mail
**Dependencies:** Task Group 4     <!-- TASK004 -->

- [ ] 2.0 Send a mail
  - [ ] 2.1 Write tests (depends on 1.7)  <!-- TASK004 -->
```

## Flagged: a wave of Kiro

````md .kiro/specs/login/tasks.md TASK004:10
# Implementation Plan

- [ ] 1. Form
- [ ] 2. Mail

## Task Dependency Graph

```json
{"waves": [
  {"id": 0, "tasks": ["1", "3"]},
  {"id": 1, "tasks": ["2"]}
]}
```
````

## Accepted: informal ways to write dependencies

```md agent-os/specs/2025-10-08-login/tasks.md
# Task Breakdown: Login

#### Task Group 1: Form
**Dependencies:** None (can run parallel with Group 9)

- [ ] 1.0 Complete the form

#### Task Group 2: Mail
**Dependencies:** Task Group 1

- [ ] 2.0 Send a mail (depends on 1)

#### Task Group 3: Session
**Dependencies:** Groups 1-2 + user confirmation

- [ ] 3.0 Keep the session
  - [ ] 3.1 Write tests
    - **Depends on:** Task 1.0 (the form)

#### Task Group 4: Finish
**Dependencies:** All previous tasks

- [ ] 4.0 Read it once more
```
"""

from __future__ import annotations

from collections.abc import Iterator

from aos_check.model.finding import Problem, Severity
from aos_check.model.rule import Verdicts, spec_rule
from aos_check.model.spec import Spec
from aos_check.model.task import Dependency, Task, Wave
from aos_check.model.wording import and_more
from aos_check.progress.dependencies import DependencyNames
from aos_check.progress.tasks import Work, called


@spec_rule("TASK004", doc=__doc__, severity=Severity.ERROR)
def unknown_dependency(spec: Spec) -> Verdicts:
    """Report every dependency of a task or group that does not exist."""
    if spec.tasks and spec.tasks.tracked:
        names = DependencyNames(spec.tasks)
        for work in names.works:
            yield from _judge(work, names)
        for wave in spec.tasks.waves:
            yield from _judge_wave(wave, names)


def _judge(work: Work, names: DependencyNames) -> Iterator[Problem]:
    for dependency in work.depends_on:
        if not names.find(dependency):
            wanted = _written(dependency)
            yield Problem(
                at=dependency.at,
                task=work.id if isinstance(work, Task) else None,
                message=f"{called(work)} depends on {wanted}, which does not exist",
                help="name an existing task or group by its current id",
            )


def _judge_wave(wave: Wave, names: DependencyNames) -> Iterator[Problem]:
    unknown = [task for task in wave.tasks if not names.find(task)]
    if unknown:
        yield Problem(
            at=unknown[0].at,
            message=f"wave {wave.id} names task {unknown[0].id}{and_more(unknown)}, "
            "which does not exist",
            help="name the tasks of this file by their current ids",
        )


def _written(dependency: Dependency) -> str:
    return f"{dependency.word or 'task'} {dependency.id}"
