"""A document contradicts itself in its metadata.

Two status lines that disagree, or a key given twice in the front matter: of two readers each believes another
one. Keep the one that is true.

## Flagged

```md .praxis-os/specs/2025-10-08-login/README.md
# Login

**Status:** Approved

## Status

Completed                       <!-- DOC005 -->
```

## Flagged: a key twice

```md docs/decisions/0001-one-database.md DOC005:3
---
status: accepted
status: rejected
---

# One database
```

## Accepted: unfilled, or the same in other words

```md .praxis-os/specs/2025-10-08-login/README.md
# Login

**Status:** Draft

## Status

Planning
```
"""

from __future__ import annotations

from collections.abc import Iterator

from aos_check.finding import Problem, Related, Severity
from aos_check.model import Document, Project, Status
from aos_check.rules.rule import Verdicts, project_rule

# Before work, in work, after work, never: within one of these, two words do not contradict.
_STAGES = {
    Status.DRAFT: "before",
    Status.REVIEW: "before",
    Status.READY: "before",
    Status.APPROVED: "before",
    Status.IN_PROGRESS: "in work",
    Status.DONE: "after",
    Status.CANCELLED: "never",
}


@project_rule("DOC005", doc=__doc__, severity=Severity.ERROR)
def contradicting_metadata(project: Project) -> Verdicts:
    """Judge the status lines and the front matter of each document."""
    for document in project.all_documents():
        yield from _statuses(document)
        for key in document.repeated_keys:
            yield Problem(
                at=key.at,
                message=f"the key {key.text} is given twice",
                help="keep the one that is true",
            )


def _statuses(document: Document) -> Iterator[Problem]:
    said = [line for line in document.statuses if line.value in _STAGES]
    for line in said[1:]:
        if _STAGES[line.value] != _STAGES[said[0].value]:
            yield Problem(
                at=line.at,
                message=f'the status "{line.text}" contradicts "{said[0].text}" above',
                help="keep the one that is true",
                related=(Related(said[0].at, "the other status"),),
            )
