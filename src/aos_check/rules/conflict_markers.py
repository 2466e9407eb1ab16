"""A merge left its markers in an artifact.

The file holds two versions at once, so nothing in it is checked, and neither is the rest of its
spec. Keep the right version, and delete the markers.

## Flagged

```md .agent-os/specs/2025-10-08-login/tasks.md DOC008:4
# Spec Tasks

- [x] 1. Sign-in form
<<<<<<< HEAD
- [x] 2. Sign-out
  - [ ] 2.1 Clear the session
=======
- [ ] 2. Sign-out
>>>>>>> feature/sign-out
```

## Flagged: with the common ancestor, and half resolved

```md agent-os/product/roadmap.md DOC008:3
# Product Roadmap

<<<<<<< ours
1. [x] Sign-in form `S`
||||||| 1a2b3c4
1. [ ] Sign-in form `S`
=======
1. [ ] Sign-in form `M`
>>>>>>> theirs
```

```md .agent-os/specs/2025-10-08-login/tasks.md DOC008:5
# Spec Tasks

- [x] 1. Sign-in form
- [ ] 2. Sign-out
=======
- [x] 2. Sign-out
>>>>>>> feature/sign-out
```

## Accepted: an underlined heading, and text about merging

```md .agent-os/specs/2025-10-08-login/tasks.md
Tasks
=======

- [x] 1. Sign-in form
- [ ] 2. Merge the branches: delete `<<<<<<< HEAD`, `=======` and `>>>>>>> main`

~~~text
<<<<<<< HEAD
one side
=======
the other side
>>>>>>> main
~~~
```
"""

from __future__ import annotations

from aos_check.model.finding import Problem, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule


@project_rule("DOC008", doc=__doc__, severity=Severity.ERROR)
def conflict_markers(project: Project) -> Verdicts:
    """Report every file with the markers of a merge."""
    for file in project.unreadable:
        if file.conflict:
            yield Problem(
                at=file.at,
                message="a merge left its markers here, so nothing in this file is checked",
                help="keep the right version of these lines, and delete the markers",
            )
