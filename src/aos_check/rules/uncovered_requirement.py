"""No task names this requirement.

In a layout that traces requirements to tasks it will not be built, and nobody will notice before the end. Name it in the
task that builds it, or add the task.

## Flagged

```md .praxis-os/specs/2025-10-08-login/srd.md
## 4. Functional Requirements

### FR-001: Sign in

### FR-002: Sign out            <!-- TASK010 -->
```

```md .praxis-os/specs/2025-10-08-login/tasks.md
- [ ] **Task 1.1**: Sign-in form (FR-001)
```

## Accepted: all named, or a list that names none

```md .praxis-os/specs/2025-10-08-login/srd.md
### FR-001: Sign in
```

```md .praxis-os/specs/2025-10-08-login/tasks.md
- [ ] **Task 1.1**: Sign-in form (FR-001)
```

```md .praxis-os/specs/2025-10-09-mail/srd.md
### FR-001: Send mail
```

```md .praxis-os/specs/2025-10-09-mail/tasks.md
- [ ] **Task 1.1**: Buy a server
```
"""

from __future__ import annotations

from aos_check.finding import Problem, Severity
from aos_check.model import Project
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("TASK010", doc=__doc__, severity=Severity.WARNING)
def uncovered_requirement(project: Project) -> Verdicts:
    """Judge the requirements of specs whose tasks name requirements at all."""
    for spec in project.specs:
        tasks = list(spec.tasks.all_tasks()) if spec.tasks else []
        named = {name for task in tasks for name in task.requirements}
        if not spec.traced or not named:
            continue
        for requirement in spec.requirements:
            if requirement.id not in named:
                yield Problem(
                    at=requirement.at,
                    message=f"no task names {requirement.id}",
                    help=f"name {requirement.id} in the task that builds it, or add that task",
                )
