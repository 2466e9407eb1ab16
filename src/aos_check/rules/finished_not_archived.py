"""Every task of a change is done, but it is not archived.

Until a change is archived, the specs do not say what the code does, and readers take it for work in
progress. Archive it, or add the task that is left. A range of commits that finishes a change is
asked at once. Else a change may wait for 14 days after the last edit of its tasks.

## Flagged

```md openspec/changes/add-login/tasks.md
# Login                            <!-- SPEC013 -->

- [x] 1.1 Add the form
- [ ] 1.2 Archive the change with `openspec archive add-login`
```

## Accepted

```md openspec/changes/add-login/tasks.md
# Login

- [x] 1.1 Add the form
- [ ] 1.2 Keep the session
```

```md openspec/changes/archive/2025-10-08-add-logout/tasks.md
# Logout

- [x] 1.1 Add the button
```
"""

from __future__ import annotations

from datetime import date, timedelta

from aos_check.model.change import Change
from aos_check.model.finding import Problem, Severity
from aos_check.model.history import History
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.model.spec import Spec

MAX_WAIT = timedelta(days=14)
"""The time that a finished change may wait."""


@project_rule("SPEC013", doc=__doc__, severity=Severity.WARNING)
def finished_not_archived(
    project: Project, *, today: date, history: History, change: Change | None
) -> Verdicts:
    """Report every finished change that a range brings, or that has waited too long."""
    in_range = change.specs if change and not change.at_once else ()
    brought = {pair.after.path for pair in in_range if pair.after}
    for spec in project.specs:
        if spec.archive and _is_finished(spec):
            since = None if spec.path in brought else _unchanged_since(spec, history)
            if spec.path in brought or (since and today - since >= MAX_WAIT):
                yield _problem(spec, since)


def _is_finished(spec: Spec) -> bool:
    return any(task.done for task in spec.all_tasks()) and not spec.work_left()


def _unchanged_since(spec: Spec, history: History) -> date | None:
    """The day of the last commit that touched its tasks; None if they differ from that commit."""
    paths = {task.at.path for task in spec.all_tasks()}
    days = [history.unchanged_since(path) for path in paths]
    known = [day for day in days if day]
    return max(known) if len(known) == len(days) else None


def _problem(spec: Spec, since: date | None) -> Problem:
    waiting = f", and nothing has changed since {since.isoformat()}" if since else ""
    return Problem(
        at=spec.at,
        message=f"every task of {spec.id} is done{waiting}, but it is not archived",
        help=f"archive it to {spec.archive}, or add the task that is left",
    )
