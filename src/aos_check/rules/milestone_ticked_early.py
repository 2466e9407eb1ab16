"""A roadmap item is done while its spec has open tasks.

The roadmap is what others read: a feature counts as delivered that is not. Finish the tasks, put them aside with a
word, or untick the item.

## Flagged

```md .agent-os/product/roadmap.md
# Product Roadmap

- [x] **Login** - Readers sign in         <!-- ROAD002 -->
```

```md .agent-os/specs/2025-10-08-login/tasks.md
- [x] 1. Sign-in form
- [ ] 2. Sign-out
```

## Accepted

```md .agent-os/product/roadmap.md
# Product Roadmap

- [x] **Login** - Readers sign in
- [x] **Login pages of partners** - Another feature
- [ ] **Mail**
```

```md .agent-os/specs/2025-10-08-login/tasks.md
- [x] 1. Sign-in form
- [ ] 2. Sign-out (deferred: nobody signs out)
```

```md .agent-os/specs/2025-10-09-mail/tasks.md
- [ ] 1. Send mail
```
"""

from __future__ import annotations

from aos_check.finding import Problem, Related, Severity
from aos_check.model import Project, State
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("ROAD002", doc=__doc__, severity=Severity.ERROR)
def milestone_ticked_early(project: Project) -> Verdicts:
    """Judge every done roadmap item by the tasks of its specs."""
    specs = {spec.id: spec for spec in project.specs}
    for milestone in project.milestones:
        for spec in (specs[name] for name in milestone.specs):
            open_tasks = spec.open_tasks()
            if milestone.state is State.DONE and open_tasks:
                count = len(list(spec.all_tasks()))
                yield Problem(
                    at=milestone.at,
                    spec=spec.id,
                    message=f"{milestone.title!r} is done on the roadmap, but {len(open_tasks)} of "
                    f"{count} tasks of {spec.id} are open",
                    help="finish the tasks, defer them with a word, or untick the roadmap item",
                    related=tuple(Related(task.at, f"{task.id} is open") for task in open_tasks),
                )
