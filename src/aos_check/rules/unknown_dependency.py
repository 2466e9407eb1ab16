"""A task depends on something that does not exist.

It waits for nothing, or for what was renumbered; the order it asks for is lost. Name the task or group that is meant.

## Flagged

```md agent-os/specs/2025-10-08-login/tasks.md
#### Task Group 1: Models
**Dependencies:** None

- [ ] 1.0 Models

#### Task Group 2: API
**Dependencies:** Task Group 7            <!-- TASK004 -->

- [ ] 2.0 API
```

## Accepted

```md agent-os/specs/2025-10-08-login/tasks.md
#### Task Group 1: Models
**Dependencies:** None (can run parallel with Group 9)

- [x] 1.0 Models

#### Task Group 2: API
**Dependencies:** Task Groups 1-1, all previous tasks

- [ ] 2.0 API (depends on 1.0)

#### Task Group 3: Pages
**Dependencies:** Task 2

- [ ] 3.0 Pages
```
"""

from __future__ import annotations

from aos_check.finding import Problem, Severity
from aos_check.model import Project
from aos_check.rules.dependencies import Register
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("TASK004", doc=__doc__, severity=Severity.ERROR)
def unknown_dependency(project: Project) -> Verdicts:
    """Judge whether every dependency names something that is there."""
    for spec in project.specs:
        for need in Register(spec.tasks).needs() if spec.tasks else ():
            if need.target is None:
                named = f"{need.dependency.word} {need.dependency.id}".strip()
                yield Problem(
                    at=need.dependency.at,
                    message=f"depends on {named}, which this file does not have",
                    help="name the task or group that is meant, or remove the dependency",
                )
