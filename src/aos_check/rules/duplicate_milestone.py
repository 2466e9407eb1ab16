"""Two roadmap items have the same title.

Neither can be linked to a spec by its title, and one of them will be forgotten. Give one another title, or remove it.

## Flagged

```md agent-os/product/roadmap.md
# Product Roadmap

1. [x] Login — Readers sign in `S`
2. [ ] Mail — Readers get mail `M`
3. [ ] Login — Partners sign in `S`       <!-- ROAD005 -->
```

## Accepted

```md agent-os/product/roadmap.md
# Product Roadmap

1. [x] Login — Readers sign in `S`
2. [ ] Login for partners — Partners sign in `S`
```
"""

from __future__ import annotations

from aos_check.finding import Place, Problem, Related, Severity
from aos_check.model import Project
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("ROAD005", doc=__doc__, severity=Severity.WARNING)
def duplicate_milestone(project: Project) -> Verdicts:
    """Judge the titles of the roadmap against one another."""
    first: dict[str, Place] = {}
    for milestone in project.milestones:
        title = " ".join(milestone.title.casefold().split())
        if title and title in first:
            yield Problem(
                at=milestone.at,
                message=f"the roadmap has {milestone.title!r} twice",
                help="give one of them another title, or remove it",
                related=(Related(first[title], "the first one"),),
            )
        first.setdefault(title, milestone.at)
