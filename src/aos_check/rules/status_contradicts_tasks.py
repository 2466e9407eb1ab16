"""The status and the tasks of a spec disagree.

Who reads the status believes one thing, who reads the tasks another. Finish or defer the open tasks, or correct the
status; when everything is done, say so.

## Flagged: done, with open tasks

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login

- **Status:** Completed                   <!-- SPEC007 -->
```

```md context/spec/001-login/tasks.md
- [x] **Slice 1: Sign-in form**
- [ ] **Slice 2: Sign-out**
```

## Flagged: all done, and still a draft

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login

- **Status:** Draft                       <!-- SPEC007 -->
```

```md context/spec/001-login/tasks.md
- [x] **Slice 1: Sign-in form**
```

## Accepted: the document is complete, not the work

```md .praxis-os/specs/2025-10-08-login/README.md
# Login

**Status:** ✅ Complete - Ready for Implementation
```

```md .praxis-os/specs/2025-10-08-login/tasks.md
- [ ] **Task 1.1**: Sign-in form
```

## Accepted: what is open was put aside with a word

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login

- **Status:** Completed
```

```md context/spec/001-login/tasks.md
- [x] **Slice 1: Sign-in form**
- [ ] **Slice 2: Sign-out** (deferred: nobody signs out)
```
"""

from __future__ import annotations

from aos_check.finding import Problem, Related, Severity
from aos_check.model import Project, Status
from aos_check.rules.rule import Verdicts, project_rule

_BEHIND = {Status.DRAFT, Status.READY, Status.REVIEW}


@project_rule("SPEC007", doc=__doc__, severity=Severity.ERROR, weak=Severity.WARNING)
def status_contradicts_tasks(project: Project) -> Verdicts:
    """Judge each status that a document states by the tasks of its spec."""
    for spec in project.specs:
        status = spec.status
        if status is None or status.at.path == spec.path:
            continue  # no document states one
        open_tasks = spec.open_tasks()
        if status.value is Status.DONE and open_tasks:
            yield Problem(
                at=status.at,
                message=f'the status says "{status.text}", but {len(open_tasks)} of '
                f"{len(list(spec.all_tasks()))} tasks are open",
                help="finish the tasks, defer them with a word, or correct the status",
                related=tuple(Related(task.at, f"{task.id} is open") for task in open_tasks),
            )
        elif status.value in _BEHIND and spec.finished:
            yield Problem(
                at=status.at,
                message=f'every task is done, but the status still says "{status.text}"',
                help="set the status to what is true, or add the task that is left",
                weak=True,
            )
