"""A roadmap item is done while its spec has open tasks.

The roadmap promises what is not there; the open tasks drop out of sight. Finish them, put them
aside with a word (`(deferred: why)`), or untick the item. An item and a spec belong together by a
link or path, by number, or by an equal title; a likeness is never enough.

## Flagged

```md .agent-os/product/roadmap.md
# Product Roadmap

## Phase 1: Rehearse

- [x] Login - visitors sign in with their e-mail `M`  <!-- ROAD002 -->
- ✅ **Song sheets** - see .agent-os/specs/2025-11-02-sheets/  <!-- ROAD002 -->
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
- [ ] 2. Sign-out
```

```md .agent-os/specs/2025-11-02-sheets/tasks.md
# Spec Tasks

- [ ] 1. Print a sheet
```

## Accepted: the rest is put aside, and a title that is only alike

```md agent-os/product/roadmap.md
# Product Roadmap

1. [x] Login — visitors sign in with their e-mail `M`
2. [x] Login with passkeys — visitors sign in without a password `S`
3. [ ] Song sheets — print what is to be played `S`
```

```md agent-os/specs/2025-10-08-login/tasks.md
# Task Breakdown: Login

- [x] 1.0 Sign-in form
- [ ] 2.0 Sign-out (deferred: needs the session store)
```

```md agent-os/specs/2025-11-02-song-sheets/tasks.md
# Task Breakdown: Song sheets

- [ ] 1.0 Print a sheet
```

```md agent-os/specs/2025-11-09-passkeys/tasks.md
# Task Breakdown: Passkeys

- [ ] 1.0 Register a passkey
```
"""

from __future__ import annotations

from aos_check.finding import Problem, Severity
from aos_check.model import Milestone, Project, Spec, State
from aos_check.rules.left_open import named, pointed_at
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("ROAD002", doc=__doc__, severity=Severity.ERROR)
def milestone_ticked_early(project: Project) -> Verdicts:
    """Judge every done item by the specs that belong to it."""
    for milestone in project.milestones:
        if milestone.state is not State.DONE or not milestone.specs:
            continue
        for spec in project.specs:
            if spec.id in milestone.specs and spec.open_tasks():
                yield _early(milestone, spec)


def _early(milestone: Milestone, spec: Spec) -> Problem:
    still_open = spec.open_tasks()
    return Problem(
        at=milestone.at,
        spec=spec.id,
        message=f'"{milestone.title}" is done, but {spec.id} has open tasks: {named(still_open)}',
        help="finish the tasks, mark them as deferred, or untick the item",
        related=pointed_at(still_open),
    )
