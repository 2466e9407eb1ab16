"""A task is done although the gate of an earlier phase is open.

The gate decides whether the next phase can start. Check its criteria and tick those that are met,
before more work depends on the rest. If nothing in any gate of a spec is ticked, its team does not
tick gates: then one warning names them all.

In Conductor, the checkpoint in the heading of a phase is its gate. An open task in a phase with a
checkpoint is a warning.

## Flagged

```md .praxis-os/specs/approved/2025-10-08-login/tasks.md
# Login: Tasks

## Phase 1: Form

- [x] **Task 1.1**: Add the form

### Validation Gate              <!-- TASK007 -->

- [x] The tests pass
- [ ] Ada has signed in once

## Phase 2: Mail

- [x] **Task 2.1**: Send a mail
- [ ] **Task 2.2**: Send a second one
```

## Flagged: a phase with a checkpoint and an open task

```md conductor/tracks/login_20260701/plan.md
# Plan

## Phase 1: Form [checkpoint: 1a2b3c4]  <!-- TASK007 -->

- [x] Task: Add the form
- [ ] Task: Sign in once by hand
```

```md conductor/tracks/login_20260701/spec.md
# Specification

Visitors sign in with their e-mail.
```

## Accepted: the gate is passed, or the next phase has not started

```md .praxis-os/specs/approved/2025-10-08-login/tasks.md
# Login: Tasks

## Phase 1: Form

- [x] **Task 1.1**: Add the form

## Phase 2: Mail

- [x] **Task 2.1**: Send a mail

### Validation Gate

- [ ] The mail has arrived

## Phase 10: Session

- [ ] **Task 10.1**: Keep the session

## Gates

### Phase 1 Validation Gate

- [x] The tests pass
```
"""

from __future__ import annotations

from collections.abc import Iterator

from aos_check.model.document import State
from aos_check.model.finding import Problem, Related, Severity
from aos_check.model.rule import Verdicts, spec_rule
from aos_check.model.spec import Spec
from aos_check.model.task import Gate, Task
from aos_check.model.wording import and_more
from aos_check.progress.tasks import called, first_and_more, inside, point_to_open
from aos_check.progress.work_queue import by_phase, open_gates

_SHOWN = 5


@spec_rule("TASK007", doc=__doc__, severity=Severity.ERROR, weak=Severity.WARNING)
def gate_passed_open(spec: Spec) -> Verdicts:
    """Report every open gate with a done task in a later phase."""
    yield from _closed_early(spec)
    if not (spec.tasks and spec.tasks.tracked and spec.tasks.gates):
        return
    boxes = (box for gate in spec.tasks.gates for box in gate.boxes)
    habit = not any(box.state is State.DONE for box in boxes)
    done = [(phase, task) for phase, task in by_phase(spec.tasks) if task.done]
    for closes, gate in open_gates(spec.tasks):
        if later := [task for phase, task in done if phase > closes]:
            problem = _passed(gate, later)
            yield problem._replace(weak=True, cause=spec.path) if habit else problem


def _closed_early(spec: Spec) -> Iterator[Problem]:
    """Report every group that its heading calls finished, although a task of it is open."""
    left = {id(task) for task in spec.left_open()}
    for group in spec.tasks.groups if spec.tasks and left else ():
        still_open = [it for it in inside(group) if id(it) in left] if group.closed else []
        if still_open:
            yield Problem(
                at=group.at,
                message=f"{called(group)} has its checkpoint, but tasks of it are open: "
                f"{first_and_more(still_open)}",
                help="finish the tasks and tick them, or remove the checkpoint from the heading",
                related=point_to_open(still_open),
                weak=True,
            )


def _passed(gate: Gate, later: list[Task]) -> Problem:
    left = gate.open_boxes
    more = and_more(left)
    return Problem(
        at=gate.at,
        message=f"the gate of phase {gate.phase} is open, "
        f"but task {later[0].label} after it is done",
        help=f'check the gate: "{left[0].text}"{more}',
        related=tuple(Related(task.at, f"{task.label} is done") for task in later[:_SHOWN]),
    )
