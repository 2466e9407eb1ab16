"""A change takes the project away from its code, or hides code in a spec.

After a project's home is moved, renamed or deleted, or its last spec is deleted, no rule asks for
the tasks of the code that stays behind. Put the home back, or move the code with it. To end the
process on purpose, first turn this rule off in the configuration on the main branch.

Files in the folder of a spec are not code either. A document that makes a folder a spec must not
hide the code that was there before.

## Flagged: the home is moved

```md context/spec/001-login/tasks.md before
# Tasks: Login

- [ ] 1. Add the form
```

```md sub/context/spec/001-login/tasks.md new
# Tasks: Login

- [ ] 1. Add the form
```

```py src/login.py GIT010:1
FORM = ["e-mail", "password"]
```

## Flagged: a folder of code becomes a spec

```md context/spec/001-login/tasks.md
# Tasks: Login

- [ ] 1. Add the form
```

```md context/spec/002-sheets/tasks.md new
# Tasks: Song sheets

- [ ] 1. Print a sheet
```

```py context/spec/002-sheets/main.py GIT010:1
SHEETS = []
```

## Accepted: the home is renamed in the same folder

```md .agent-os/specs/2025-10-08-login/tasks.md before
# Tasks

- [ ] 1. Add the form
```

```md agent-os/specs/2025-10-08-login/tasks.md new
# Tasks

- [ ] 1. Add the form
```

```py src/login.py
FORM = ["e-mail", "password"]
```

## Accepted: the code moves with its project

```md app/context/spec/001-login/tasks.md before
# Tasks: Login

- [ ] 1. Add the form
```

```py app/login.py before
FORM = ["e-mail", "password"]
```

```md web/context/spec/001-login/tasks.md new
# Tasks: Login

- [ ] 1. Add the form
```

```py web/login.py new
FORM = ["e-mail", "password"]
```
"""

from __future__ import annotations

from aos_check.model.change import Change
from aos_check.model.finding import Place, Problem, Severity
from aos_check.model.rule import Verdicts, change_rule
from aos_check.model.wording import counted, listed


@change_rule("GIT010", doc=__doc__, severity=Severity.ERROR)
def ungoverned_code(change: Change) -> Verdicts:
    """Report the code that a project governed before the change, and none after it."""
    if code := change.ungoverned:
        yield Problem(
            at=Place(code[0]),
            message=f"no project governs {counted(len(code), 'file')} of code "
            f"({listed(code, 1)}) after the change: the project is gone, or the folder has become "
            "a spec",
            help="put the project back above its code, and keep code out of the folders of specs, "
            "or move the code with it in a commit that names its task",
        )
