"""A task names a requirement that does not exist.

It was renumbered or never agreed on; either way the task builds something that nobody asked for. Name the requirement that is
meant, or write it down.

## Flagged

```md .praxis-os/specs/2025-10-08-login/srd.md
### FR-001: Sign in
```

```md .praxis-os/specs/2025-10-08-login/tasks.md
- [ ] **Task 1.1**: Sign-in form (FR-001)
- [ ] **Task 1.2**: Sign-out (FR-009)     <!-- TASK011 -->
```

## Accepted: a spec that gives its requirements no ids

```md .praxis-os/specs/2025-10-08-login/srd.md
## 4. Functional Requirements

Readers sign in.
```

```md .praxis-os/specs/2025-10-08-login/tasks.md
- [ ] **Task 1.1**: Sign-in form (FR-001 of the old document)
```
"""

from __future__ import annotations

from aos_check.finding import Problem, Severity
from aos_check.model import Project
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("TASK011", doc=__doc__, severity=Severity.ERROR)
def unknown_requirement(project: Project) -> Verdicts:
    """Judge the requirements that tasks name by those that the spec has."""
    for spec in project.specs:
        known = {requirement.id for requirement in spec.requirements}
        kinds = {name.split("-")[0] for name in known}
        for task in spec.tasks.all_tasks() if spec.tasks else ():
            for name in task.requirements:
                if name not in known and name.split("-")[0] in kinds:
                    yield Problem(
                        at=task.at,
                        task=task.id,
                        message=f"task {task.id} names {name}, which the requirements do not have",
                        help="name the requirement that is meant, or write it down",
                    )
