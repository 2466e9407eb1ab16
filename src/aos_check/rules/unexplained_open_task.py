"""A closing document says that all is done, and this task is open without a word.

The recap or verification report is what others rely on. Version 1 of Agent OS says it outright: a task is done, or its
blocker is written down. Finish it, say why not, or correct the report.

## Flagged

```md agent-os/specs/2025-10-08-login/tasks.md
- [x] 1.0 Sign-in form
- [ ] 2.0 Sign-out              <!-- TASK013 -->
```

```md agent-os/specs/2025-10-08-login/verification/final-verification.md
# Verification Report: Login

**Status:** ✅ Passed
```

## Accepted: a blocker, or a report that does not claim it

```md agent-os/specs/2025-10-08-login/tasks.md
- [x] 1.0 Sign-in form
- [ ] 2.0 Sign-out
  ⚠️ Blocking issue: the button has no place yet
```

```md agent-os/specs/2025-10-08-login/verification/final-verification.md
# Verification Report: Login

**Status:** ✅ Passed
```

```md agent-os/specs/2025-10-09-mail/tasks.md
- [ ] 1.0 Send mail
```

```md agent-os/specs/2025-10-09-mail/verification/final-verification.md
# Verification Report: Mail

**Status:** ⚠️ Passed with Issues
```
"""

from __future__ import annotations

from aos_check.finding import Problem, Related, Severity
from aos_check.model import Project
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("TASK013", doc=__doc__, severity=Severity.WARNING)
def unexplained_open_task(project: Project) -> Verdicts:
    """Judge the open tasks of specs that a closing document calls complete; one finding a spec."""
    for spec in project.specs:
        open_tasks = spec.open_tasks()
        if spec.claims and open_tasks:
            first, *others = open_tasks
            claim = spec.claims[0]
            yield Problem(
                at=first.at,
                task=first.id,
                message=f'task {first.id} is open, but {claim.at.path} says "{claim.text}"',
                help="finish it, say why it is open, or correct the report",
                related=(
                    Related(claim.at, "the claim"),
                    *(Related(task.at, f"{task.id} is open") for task in others),
                ),
            )
