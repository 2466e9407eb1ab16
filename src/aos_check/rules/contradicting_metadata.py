"""A document contradicts itself about its own status.

A reader who sees only one of the two lines may see the wrong one, and so may every rule that uses
the status. Keep the line that is true. Stages before the work (draft, in review, ready, approved)
do not contradict each other, except that a draft is not approved.

## Flagged: two status lines

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login

- **Status:** Draft
- **Author:** Ada

## Status

Completed                        <!-- DOC005 -->

## 1. Overview and Rationale

Visitors sign in with their e-mail.

## 2. Functional Requirements

- The form asks for e-mail and password.

## 3. Scope and Boundaries

- Passkeys are out of scope.
```

## Flagged: a draft, and approved

```md .agent-os/specs/2025-10-08-login/spec.md
# Spec Requirements Document

> Spec: Login
> Status: Planning
> Status: Approved               <!-- DOC005 -->

## Overview

Visitors sign in with their e-mail.

## Spec Scope

1. **Form** - ask for e-mail and password
```

## Flagged: a key given twice

```md docs/decisions/0001-use-postgres.md DOC005:4
---
status: accepted
date: 2025-03-04
status: rejected
---

# Use PostgreSQL

## Context and Problem Statement

We need transactions.

## Decision Outcome

Chosen option: "PostgreSQL", because we know it.
```

## Accepted: two words for one stage, and the status of something else

```md .praxis-os/specs/review/2025-10-08-login/README.md
# Login

**Status:** In Review
**Created:** 2025-10-08

## Status: Draft

Sent to the team.

## Data model

| Field | Value |
|---|---|
| Status | completed |

**Status:** string
```
"""

from __future__ import annotations

from collections.abc import Iterator

from aos_check.model.document import Document, Status
from aos_check.model.finding import Problem, Related, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule

_UNAPPROVED = (Status.DRAFT, Status.REVIEW)
_BEFORE_WORK = "before the work"
_STAGES = {
    Status.DRAFT: _BEFORE_WORK,
    Status.REVIEW: _BEFORE_WORK,
    Status.READY: _BEFORE_WORK,
    Status.APPROVED: _BEFORE_WORK,
    Status.IN_PROGRESS: "under way",
    Status.DONE: "done",
    Status.CANCELLED: "cancelled",
}


@project_rule("DOC005", doc=__doc__, severity=Severity.ERROR)
def contradicting_metadata(project: Project) -> Verdicts:
    """Compare the status lines of each document, and the keys of its front matter."""
    for document in project.all_documents():
        yield from _disagreeing(document)
        for mark in document.repeated_keys:
            yield Problem(
                at=mark.at,
                message=f'the key "{mark.text}" is given twice',
                help=f'keep one "{mark.text}"',
            )


def _disagreeing(document: Document) -> Iterator[Problem]:
    """The first status line that contradicts the first one."""
    known = [line for line in document.statuses if line.value in _STAGES]
    for line in known:
        if _contradict(line.value, known[0].value):
            yield Problem(
                at=line.at,
                message=f'the status is "{line.text}" here and "{known[0].text}" above',
                help="keep the status that is true, and delete the other",
                related=(Related(known[0].at, f'"{known[0].text}"'),),
            )
            return


def _contradict(one: Status, other: Status) -> bool:
    approved = Status.APPROVED in (one, other) and (one in _UNAPPROVED or other in _UNAPPROVED)
    return approved or _STAGES[one] != _STAGES[other]
