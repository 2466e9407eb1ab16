"""A reference leads to a file that is not there.

Who follows it, often an agent that loads `@path` into its context, works without what it was meant to
know. Correct the path, or remove the reference.

## Flagged

```md .agent-os/specs/2025-10-08-login/spec.md
# Login

See @.agent-os/specs/2025-10-01-login/tasks.md            <!-- DOC003 -->
and the [API](sub-specs/api-spec.md).                     <!-- DOC003 -->
```

## Accepted

```md .agent-os/specs/2025-10-08-login/spec.md
# Login

See @.agent-os/specs/2025-10-08-login/tasks.md, the [tasks](tasks.md#tasks), the [site](https://example.org/a.md),
`[code](nowhere.md)`, @team/reviewers and the [template](path/to/file.md).
```

```md .agent-os/specs/2025-10-08-login/tasks.md
- [ ] 1. Sign-in form
```
"""

from __future__ import annotations

from aos_check.finding import Problem, Severity
from aos_check.model import Project
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("DOC003", doc=__doc__, severity=Severity.WARNING)
def broken_reference(project: Project) -> Verdicts:
    """Judge the links and `@path` references of each document."""
    for document in project.all_documents():
        for mark in document.broken_links:
            yield Problem(
                at=mark.at,
                message=f"{mark.text} is not in the tree",
                help="correct the path, add the file, or remove the reference",
            )
