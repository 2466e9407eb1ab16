"""A closing document says that all is done, but a task is open.

A recap or a verification report is the last document that people read about a spec, so an open task
is forgotten. Finish the task, say why it is left (`(deferred: why)`), or correct the report.

## Flagged

```md agent-os/specs/2025-10-08-login/tasks.md
# Task Breakdown: Login

- [x] 1.0 Complete the form
- [ ] 2.0 Send a mail              <!-- TASK013 -->
- [ ] 3.0 Keep the session
```

```md agent-os/specs/2025-10-08-login/verification/final-verification.md
# Verification Report: Login

**Status:** ✅ Passed

All tasks are complete.
```

## Accepted: explained, or a report with an "except"

```md agent-os/specs/2025-10-08-login/tasks.md
# Task Breakdown: Login

- [x] 1.0 Complete the form
- [ ] 2.0 Send a mail (deferred: no mail server)
```

```md agent-os/specs/2025-10-08-login/verification/final-verification.md
# Verification Report: Login

**Status:** ✅ Passed
```

```md agent-os/specs/2025-11-02-sheets/tasks.md
# Task Breakdown: Song sheets

- [x] 1.0 Print a sheet
- [ ] 2.0 Print a book
```

```md agent-os/specs/2025-11-02-sheets/verification/final-verification.md
# Verification Report: Song sheets

**Status:** ⚠️ Passed with Issues
```

## Accepted: only below a done task, which TASK001 reports

```md agent-os/specs/2025-10-08-login/tasks.md
# Task Breakdown: Login

- [x] 1.0 Complete the form
  - [ ] 1.1 Write tests
```

```md agent-os/specs/2025-10-08-login/verification/final-verification.md
# Verification Report: Login

**Status:** ✅ Passed
```
"""

from __future__ import annotations

from aos_check.model.finding import Problem, Related, Severity
from aos_check.model.rule import Verdicts, spec_rule
from aos_check.model.spec import Spec
from aos_check.progress.tasks import point_to_open


@spec_rule("TASK013", doc=__doc__, severity=Severity.WARNING)
def unexplained_open_task(spec: Spec) -> Verdicts:
    """Report the open tasks of a spec that a closing document calls complete, once per spec."""
    # SPEC007 and SPEC010 report a status or a folder that says the same.
    still_open = spec.left_open() if spec.claims and not spec.marked_done else []
    if still_open:
        first, *others = still_open
        claims = (Related(claim.at, f'"{claim.text}"') for claim in spec.claims)
        yield Problem(
            at=first.at,
            task=first.id,
            message=f"task {first.label} is open, but a closing document says that all is done",
            help=f"finish {first.label}, say why it is left, or correct the report",
            related=(*claims, *point_to_open(others)),
        )
