"""All tasks of a spec are done and its roadmap item is open.

The next planning round will take it up again. Tick the item, or open the task that is left.

## Flagged

```md context/product/roadmap.md
# Product Roadmap: Ferry board

- [ ] **Departures**                      <!-- ROAD003 -->
```

```md context/spec/001-departures/functional-spec.md
# Functional Specification: Departures
```

```md context/spec/001-departures/tasks.md
- [x] **Slice 1: Show the time**
  - [x] Add the clock
```

## Accepted: one of two specs is left

```md context/product/roadmap.md
# Product Roadmap: Ferry board

- [ ] **Departures** - specs 001-departures and 002-piers
```

```md context/spec/001-departures/tasks.md
- [x] **Slice 1: Show the time**
```

```md context/spec/002-piers/tasks.md
- [ ] **Slice 1: Show the pier**
```
"""

from __future__ import annotations

from aos_check.finding import Problem, Severity
from aos_check.model import Project, State
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("ROAD003", doc=__doc__, severity=Severity.ERROR)
def milestone_not_ticked(project: Project) -> Verdicts:
    """Judge every open roadmap item by whether its specs have anything left."""
    specs = {spec.id: spec for spec in project.specs}
    for milestone in project.milestones:
        own = [specs[name] for name in milestone.specs]
        if milestone.state is State.OPEN and own and all(spec.finished for spec in own):
            yield Problem(
                at=milestone.at,
                spec=own[0].id,
                message=f"every task of {own[0].id} is done, but {milestone.title!r} is open",
                help="tick the roadmap item, or add the task that is left",
            )
