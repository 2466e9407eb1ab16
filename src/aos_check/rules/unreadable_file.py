"""An artifact cannot be read.

Nothing in it is checked. It is not UTF-8, contains a NUL byte, is too large or nests too deeply.
Save it as UTF-8, or split it. All other files are still checked.

## Flagged: not UTF-8

```md .agent-os/specs/2025-10-08-login/tasks.md latin-1 DOC004:1
# Spec Tasks

- [ ] 1. Formular für die Anmeldung
```

## Flagged: nested too deeply

```md .agent-os/specs/2025-10-08-login/tasks.md DOC004:1
# Spec Tasks

>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>
```

## Accepted: other languages, and files that are not artifacts

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [ ] 1. Formular für die Anmeldung, 登录
```

```md notes/old.md latin-1
# Früher
```
"""

from __future__ import annotations

from aos_check.model.finding import Problem, Severity
from aos_check.model.project import Project, Unreadable
from aos_check.model.rule import Verdicts, project_rule
from aos_check.reading.page import MISSING


@project_rule("DOC004", doc=__doc__, severity=Severity.ERROR)
def unreadable_file(project: Project) -> Verdicts:
    """Report every file that could not be read."""
    for file in project.unreadable:
        if not file.conflict:
            yield Problem(
                at=file.at,
                message=f"this file cannot be read: {file.text}",
                help=f"{_remedy(file)}: until then, nothing in it is checked",
            )


def _remedy(file: Unreadable) -> str:
    if file.text == MISSING:
        return "fetch the file with `git fetch --refetch --no-filter`"
    return "save the file as UTF-8 without NUL bytes, split it, or nest it less deeply"
