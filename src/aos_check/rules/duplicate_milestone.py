"""Two roadmap items of one phase have the same title.

One of them gets ticked and the other stays open, or both get planned. Merge them, or make their
titles different. Boxes below an item are its parts and may have equal titles, and so may items of
different phases.

## Flagged

```md agent-os/product/roadmap.md
# Product Roadmap

1. [x] Login — visitors sign in with their e-mail `M`
2. [ ] Song sheets — print what is to be played `S`
3. [ ] **Login** — sessions that last `S`  <!-- ROAD005 -->
```

## Accepted: one more word, a second round, another phase, and parts with equal titles

```md context/product/roadmap.md
# Product Roadmap

## Phase 1

- [ ] **Login**
  - [ ] **Tests:** the form
- [ ] **Login with passkeys**
  - [ ] **Tests:** the key
- [ ] **Login** (round 2)
- [ ] **Manual**

## Phase 2

- [ ] **Manual**
```
"""

from __future__ import annotations

import re

from aos_check.model.finding import Problem, Related, Severity
from aos_check.model.project import Milestone, Project
from aos_check.model.rule import Verdicts, project_rule


@project_rule("ROAD005", doc=__doc__, severity=Severity.WARNING)
def duplicate_milestone(project: Project) -> Verdicts:
    """Compare every item with those before it."""
    seen: dict[tuple[str, str], Milestone] = {}
    for milestone in project.milestones:
        if milestone.at.column > 1:
            continue
        title = " ".join(re.findall(r"[^\W_]+", milestone.title.casefold()))
        first = seen.setdefault((milestone.phase, title), milestone) if title else milestone
        if first is not milestone:
            yield Problem(
                at=milestone.at,
                message=f'"{milestone.title}" is on the roadmap twice',
                help="merge the two, or give them different titles",
                related=(Related(first.at, "the first one"),),
            )
