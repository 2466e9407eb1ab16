"""An assignment names a standard that the repository does not have.

The agent that works on the task group then does without the standard, and nothing reports it. Name
the path of a file in the folder of standards, a folder with `/*`, `all` or `none`. Without
standards in the repository the rule is not evaluated. Finished specs are not checked.

## Flagged

```md agent-os/standards/frontend/styles.md
Use the design tokens.
```

```md agent-os/specs/2025-10-08-login/tasks.md
# Task Breakdown: Login

#### Task Group 1: Sign-in form

- [ ] 1.0 Complete the form
```

```yaml agent-os/specs/2025-10-08-login/orchestration.yml
task_groups:
  - name: sign-in-form
    standards:
      - frontend/css.md  # GATE008
      - testing/*  # GATE008
```

## Accepted

```md agent-os/standards/frontend/styles.md
Use the design tokens.
```

```md agent-os/specs/2025-10-08-login/tasks.md
# Task Breakdown: Login

#### Task Group 1: Sign-in form

- [ ] 1.0 Complete the form

#### Task Group 2: Sign-in page

- [ ] 2.0 Complete the page

#### Task Group 3: Sign-in review

- [ ] 3.0 Review the page
```

```yaml agent-os/specs/2025-10-08-login/orchestration.yml
task_groups:
  - name: sign-in-form
    standards:
      - frontend/styles.md
  - name: sign-in-page
    standards:
      - frontend/*
  - name: sign-in-review
    standards:
      - all
```
"""

from __future__ import annotations

from aos_check.model.finding import NotEvaluated, Problem, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.progress.assignments import matching


@project_rule("GATE008", doc=__doc__, severity=Severity.WARNING)
def unknown_standard(project: Project) -> Verdicts:
    """Report every standard that an unfinished spec assigns and the project does not have."""
    for spec in project.specs:
        named = [mark for it in spec.assignments for mark in it.standards]
        checked = [mark for mark in named if mark.text.casefold() not in ("all", "none")]
        if spec.closed or not checked:
            continue
        if not project.standards:
            yield NotEvaluated(f"there are no standards, but {spec.id} assigns some")
            continue
        for mark in checked:
            if not matching(mark.text, project.standards):
                yield Problem(
                    at=mark.at,
                    message=f'no standard is called "{mark.text}"',
                    help="name a file in the folder of standards, a folder such as global/*, "
                    "all or none",
                )
