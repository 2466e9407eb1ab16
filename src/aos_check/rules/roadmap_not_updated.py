"""A change finishes a spec and leaves its roadmap item open.

The author of the last task knows now that the item is done. A week later it is forgotten, and the
same thing is planned again. Tick the item in the commit that finishes the work. If the
configuration allows later commits of a range to update the roadmap (`roadmap.when`), a single
commit gets a warning, and the end of the range gets the error.

## Flagged

```md .agent-os/product/roadmap.md
# Product Roadmap

## Phase 1: Rehearse

- [ ] Login - .agent-os/specs/2025-10-08-login/ `M`  <!-- ROAD004 -->
- [ ] Song sheets - print what is to be played `S`
```

```md .agent-os/specs/2025-10-08-login/tasks.md before
# Spec Tasks

- [x] 1. Sign-in form
- [ ] 2. Sign-out
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
- [x] 2. Sign-out
```

## Accepted: ticked with the last task

```md .agent-os/product/roadmap.md before
# Product Roadmap

## Phase 1: Rehearse

- [ ] Login - .agent-os/specs/2025-10-08-login/ `M`
```

```md .agent-os/product/roadmap.md
# Product Roadmap

## Phase 1: Rehearse

- [x] Login - .agent-os/specs/2025-10-08-login/ `M`
```

```md .agent-os/specs/2025-10-08-login/tasks.md before
# Spec Tasks

- [x] 1. Sign-in form
- [ ] 2. Sign-out
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
- [x] 2. Sign-out
```

## Accepted: finished long ago, which ROAD003 reports

```md .agent-os/product/roadmap.md
# Product Roadmap

## Phase 1: Rehearse

- [ ] Login - .agent-os/specs/2025-10-08-login/ `M`
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
```

```md .agent-os/specs/2025-11-02-sheets/tasks.md new
# Spec Tasks

- [ ] 1. Print a sheet
```
"""

from __future__ import annotations

from aos_check.model.change import Change, Completion
from aos_check.model.finding import Problem, Severity
from aos_check.model.rule import Verdicts, change_rule
from aos_check.model.wording import listed
from aos_check.progress.milestones import overdue, why_done


@change_rule("ROAD004", doc=__doc__, severity=Severity.ERROR, weak=Severity.WARNING)
def roadmap_not_updated(change: Change) -> Verdicts:
    """Report the open roadmap items of every spec that the change completes."""
    parts = change.parts if change.strict and change.parts else (change,)
    weak = change.at_once and not change.strict
    for part in parts:
        for completion in part.completions:
            yield from _left_behind(completion, commit=part.commit, weak=weak)


def _left_behind(completion: Completion, *, commit: str, weak: bool) -> Verdicts:
    for milestone, specs in overdue(completion.project):
        if completed := [spec.id for spec in specs if spec.id in completion.specs]:
            yield Problem(
                at=milestone.at,
                spec=completed[0],
                message=f"the last task of {listed(completed)} is now done, "
                f'but "{milestone.title}" is still open on the roadmap',
                help="tick the roadmap item, or add the task that is missing",
                related=why_done(specs),
                weak=weak,
                commit=commit,
            )
