"""Two specs have the same number or the same name.

A commit or a branch that names it means either. It happens when two branches take the next number at once. Give the
younger one the next free number.

## Flagged

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login
```

```md context/spec/001-mail/functional-spec.md
# Functional Specification: Mail          <!-- SPEC008 -->
```

## Flagged: in two lifecycle folders

```md .praxis-os/specs/approved/2025-10-08-login/srd.md
# Software Requirements Document
```

```md .praxis-os/specs/review/2025-10-08-login/srd.md
# Software Requirements Document          <!-- SPEC008 -->
```

## Accepted: two specs of one day

```md agent-os/specs/2025-10-08-login/spec.md
# Specification: Login
```

```md agent-os/specs/2025-10-08-mail/spec.md
# Specification: Mail
```
"""

from __future__ import annotations

from aos_check.finding import Problem, Related, Severity
from aos_check.model import Project, Spec
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("SPEC008", doc=__doc__, severity=Severity.ERROR)
def duplicate_spec_number(project: Project) -> Verdicts:
    """Judge the numbers and names of a project's specs against one another."""
    first: dict[tuple[str, str], Spec] = {}
    for spec in project.specs:
        key = (spec.layout, spec.number or spec.id)
        other = first.setdefault(key, spec)
        if other is not spec:
            called = f"number {spec.number}" if spec.number else f"name {spec.id}"
            yield Problem(
                at=spec.at,
                message=f"{spec.id} has the same {called} as {other.path}",
                help="give the younger one the next free number or another name",
                related=(Related(other.at, "the other spec"),),
            )
