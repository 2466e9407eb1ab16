"""A cycle and the repository say different things about a spec.

The next agent believes the cycle, and people read the repository. Then work is skipped that nobody
did, or done twice, or done before anyone approved it. Find out which of the two is right, and
correct the other. Only the newest cycle of a spec counts, and only one that executes tasks.

With `check --live`, this is about the cycles in the bucket, which may also be about a spec that is
not here, or differ from their exported files. Otherwise it is about the exported cycles.

## Flagged: a task that the cycle calls completed

```json .agent-os/specs/2025-10-08-login/cycle.json GATE013:1
{
  "cycle_id": "peer.spec.login.cycle.1",
  "metadata": {"instruction_name": "execute-tasks", "status": "EXPRESSING"},
  "phases": {
    "plan": {"status": "completed"},
    "execute": {"status": "completed", "output": {"tasks_completed": ["1", "2"]}}
  }
}
```

```md .agent-os/specs/2025-10-08-login/tasks.md
- [x] 1. Sign-in form
- [ ] 2. Sign-out
```

## Flagged: a completed cycle and open tasks

```json .agent-os/specs/2025-10-08-login/cycle.json GATE013:1
{
  "cycle_id": "peer.spec.login.cycle.1",
  "metadata": {"instruction_name": "execute-tasks", "status": "COMPLETE"},
  "phases": {
    "plan": {"status": "completed"},
    "execute": {"status": "completed"},
    "express": {"status": "completed"},
    "review": {"status": "completed"}
  }
}
```

```md .agent-os/specs/2025-10-08-login/tasks.md
- [ ] 1. Sign-in form
```

## Flagged: a plan for finished tasks

```json .agent-os/specs/2025-10-08-login/cycle.json GATE013:1
{
  "cycle_id": "peer.spec.login.cycle.2",
  "metadata": {"instruction_name": "execute-tasks", "status": "PLANNING"},
  "phases": {"plan": {"status": "in_progress"}}
}
```

```md .agent-os/specs/2025-10-08-login/tasks.md
- [x] 1. Sign-in form
```

## Flagged: execution before the approval

```toml aos-check.toml
[approval]
level = "status"
```

```json .agent-os/specs/2025-10-08-login/cycle.json GATE013:1
{
  "cycle_id": "peer.spec.login.cycle.1",
  "metadata": {"instruction_name": "execute-tasks", "status": "EXECUTING"},
  "phases": {"plan": {"status": "completed"}, "execute": {"status": "in_progress"}}
}
```

```md .agent-os/specs/2025-10-08-login/spec.md
# Spec Requirements Document

> Status: Planning

## Overview

Visitors sign in.
```

```md .agent-os/specs/2025-10-08-login/tasks.md
- [ ] 1. Sign-in form
```

## Accepted: a cycle for one of the tasks

```json .agent-os/specs/2025-10-08-login/cycle.json
{
  "cycle_id": "peer.spec.login.cycle.1",
  "metadata": {"instruction_name": "execute-tasks", "status": "COMPLETED"},
  "phases": {
    "plan": {"status": "completed"},
    "execute": {"status": "completed", "output": {"tasks_completed": ["1"]}},
    "express": {"status": "completed"},
    "review": {"status": "completed"}
  }
}
```

```md .agent-os/specs/2025-10-08-login/tasks.md
- [x] 1. Sign-in form
- [ ] 2. Sign-out
```

## Accepted: a cycle that writes the spec

```json .agent-os/specs/2025-10-08-login/cycle.json
{
  "cycle_id": "peer.spec.login.cycle.1",
  "metadata": {"instruction_name": "create-spec", "status": "COMPLETED"},
  "phases": {
    "plan": {"status": "completed"},
    "execute": {"status": "completed"},
    "express": {"status": "completed"},
    "review": {"status": "completed"}
  }
}
```

```md .agent-os/specs/2025-10-08-login/tasks.md
- [ ] 1. Sign-in form
```
"""

from __future__ import annotations

from collections.abc import Iterator

from aos_check.model.cycle import Cycle
from aos_check.model.finding import Problem, Related, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.model.spec import Spec
from aos_check.progress.approval import (
    how_to_approve,
    is_missing,
    not_judged,
    related_place,
    why_not,
)
from aos_check.progress.cycles import CycleRecord, newest_cycles, series_of, unread
from aos_check.progress.tasks import first_and_more, point_to_open


@project_rule("GATE013", doc=__doc__, severity=Severity.ERROR, weak=Severity.WARNING)
def cycle_contradicts_spec(project: Project) -> Verdicts:
    """Compare the newest cycle of each spec with the spec, and live cycles with exported ones."""
    yield from unread(project)
    for each, specs in newest_cycles(project, live=project.live):
        if not specs and each.cycle.live:
            yield from _of_no_spec(each)
        elif len(specs) == 1 and each.cycle.state.instruction.startswith("execute-task"):
            yield from _against(specs[0], each)
    if project.live:
        yield from _exports(project)


def _against(spec: Spec, each: CycleRecord) -> Iterator[Problem]:
    state = each.cycle.state
    still_open = spec.left_open()
    claimed = [task for task in still_open if task.id in state.tasks]
    if claimed:
        yield _problem(
            each,
            f"the cycle calls tasks of {spec.id} completed that are open: "
            f"{first_and_more(claimed)}",
            "tick the tasks if they are done, else take them out of the cycle",
            point_to_open(claimed),
        )
    elif still_open and state.is_done("execute") and not state.tasks:
        yield _problem(
            each,
            f"the cycle has executed the tasks of {spec.id}, but tasks are open: "
            f"{first_and_more(still_open)}",
            "tick the tasks that are done, or let the next cycle execute the others",
            point_to_open(still_open),
        )._replace(weak=True)
    if not state.over and not state.is_done("plan") and (spec.finished or spec.marked_done):
        yield _problem(
            each,
            f"the cycle still plans the tasks of {spec.id}, which is finished",
            "set the cycle's status to FAILED, or open the tasks that it is for",
        )
    begun = not state.over and state.stages["execute"] != "pending"
    if begun and is_missing(spec.approval) and not not_judged(spec):
        yield _problem(
            each,
            f"the cycle executes {spec.id}, but its requirements are not approved: {why_not(spec)}",
            how_to_approve(spec),
            (related_place(spec),),
        )


def _of_no_spec(each: CycleRecord) -> Iterator[Problem]:
    """An open cycle about a spec that is not here. A new spec is written by its first cycle."""
    state = each.cycle.state
    writes = state.instruction == "create-spec" and not state.is_done("execute")
    if not (state.over or writes):
        yield _problem(
            each,
            f"there is no spec {each.cycle.spec}",
            "write the spec, set the cycle's status to FAILED, or give each repository its own "
            "bucket",
        )._replace(weak=True)


def _exports(project: Project) -> Iterator[Problem]:
    """The exported cycles that are not what the bucket has."""
    live = {it.cycle.key: it for series in series_of(project) for it in series if it.cycle.live}
    for series in series_of(project):
        for each in series:
            now = live.get(each.cycle.state.id)
            if now and not each.cycle.live and each.cycle.state != now.cycle.state:
                yield _differs(each, now.cycle)


def _differs(each: CycleRecord, now: Cycle) -> Problem:
    earlier = [it.number for it in now.revisions if it.state == each.cycle.state]
    last = now.revisions[-1].number
    which = f"is revision {earlier[-1]}" if earlier else "is no revision that the bucket keeps"
    return Problem(
        at=each.record.at,
        message=f"this export of {now.key} {which}, and the bucket is at revision {last}",
        help="export the cycle again, or delete the file",
        weak=True,
    )


def _problem(
    each: CycleRecord, message: str, remedy: str, related: tuple[Related, ...] = ()
) -> Problem:
    return Problem(
        at=each.record.at,
        message=each.record.lead + message,
        help=remedy,
        related=related,
        key=f"{each.cycle.key} {message[:30]}",
    )
