"""A file that the layout requires at this stage is not there.

Tasks without requirements are work that nobody asked for; a design that is missing is made up while coding. Write the
file before the next task.

## Flagged: tasks without requirements

```md context/spec/001-login/tasks.md
- [ ] **Slice 1: Sign-in form**                 <!-- SPEC002 -->
```

## Flagged: tasks without a design

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login               <!-- SPEC002 -->
```

```md context/spec/001-login/tasks.md
- [ ] **Slice 1: Sign-in form**
```

## Accepted: not so far yet, or an idea

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login
```

```md agent-os/specs/2025-10-08-mail/planning/raw-idea.md
# Raw Idea
```

```md agent-os/specs/2025-10-09-fax/planning/requirements.md
# Spec Requirements: Fax
```

```md agent-os/specs/2025-10-09-fax/tasks.md
- [ ] 1.0 Buy a fax
```
"""

from __future__ import annotations

from aos_check.finding import Problem, Severity
from aos_check.model import Project, Role
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("SPEC002", doc=__doc__, severity=Severity.ERROR, weak=Severity.WARNING)
def missing_spec_artifact(project: Project) -> Verdicts:
    """Judge what each spec lacks; requirements weigh most once there are tasks."""
    for spec in project.specs:
        for role, path in spec.missing:
            without_requirements = role is Role.REQUIREMENTS and spec.tasks is not None
            name = path.rsplit("/", 1)[-1]
            yield Problem(
                at=spec.at,
                message=f"{spec.id} has tasks and no requirements ({name})"
                if without_requirements
                else f"{spec.id} lacks its {role.value} ({name})",
                help=f"write {path}",
                weak=not without_requirements,
            )
