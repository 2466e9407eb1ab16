"""A file cannot be read as a document.

It is not UTF-8, contains a NUL byte, is a symbolic link, or exceeds a limit (2 MiB, 100 levels of nesting, 2
seconds). Nothing in it was checked; everything else was. Save it as UTF-8, or take it apart.

## Flagged

A document larger than the limit, one that is not UTF-8, or one like this, whose quotes nest 101 deep:

```md .agent-os/specs/2025-10-08-login/spec.md DOC004:1
>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>> deep
```

## Accepted

```md .agent-os/specs/2025-10-08-login/spec.md
> > > a quote in a quote in a quote
```
"""

from __future__ import annotations

from aos_check.finding import Problem, Severity
from aos_check.model import Project
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("DOC004", doc=__doc__, severity=Severity.ERROR)
def unreadable_file(project: Project) -> Verdicts:
    """Judge the files that reading had to give up on."""
    for mark in project.unreadable:
        yield Problem(
            at=mark.at,
            message=f"the file cannot be read: {mark.text}",
            help="save it as a UTF-8 text within the limits, or remove it",
        )
