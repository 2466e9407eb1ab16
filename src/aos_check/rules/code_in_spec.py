"""A document contains code, and its layout forbids that.

Code in a spec is written before the code around it is known, and it gets copied unchanged. Describe
what to build, and leave the code to the implementation. Agent OS 2 asks for this in `spec.md`.
Other layouts allow code. Settings, data, queries and shell commands are not code.

## Flagged

````md agent-os/specs/2025-10-08-login/spec.md
# Specification: Login

## Goal

Visitors sign in with their e-mail.

## Specific Requirements

**Form**

```python                          <!-- SPEC009 -->
def sign_in(mail: str) -> None: ...
```
````

## Accepted: a name in the text, and code in another document

````md agent-os/specs/2025-10-08-login/spec.md
# Specification: Login

## Goal

Visitors sign in with their e-mail.

## Specific Requirements

**Form**
- It calls `sign_in` of the library we have.
````

````md agent-os/specs/2025-10-08-login/planning/requirements.md
# Spec Requirements: Login

## Requirements Summary

The library is called as in

```python
sign_in("ada@example.org")
```
````

## Accepted: a drawing and a log

````md agent-os/specs/2025-10-08-login/spec.md
# Specification: Login

## Goal

Visitors sign in with their e-mail.

```mermaid
graph LR; Form --> Account;
```

```
login: account not found
```
````

## Accepted: a layout that allows code

````md .agent-os/specs/2025-10-08-login/spec.md
# Spec Requirements Document

## Overview

Visitors sign in with their e-mail.

## Spec Scope

```python
sign_in("ada@example.org")
```
````
"""

from __future__ import annotations

import posixpath

from aos_check.model.finding import Problem, Related, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.progress.causes import many_as_one

_SHOWN = 5


@project_rule("SPEC009", doc=__doc__, severity=Severity.WARNING, weak=Severity.INFO)
@many_as_one
def code_in_spec(project: Project) -> Verdicts:
    """Report the first code block in every document whose layout forbids code."""
    for document, spec in project.documents_with_specs():
        if document.forbids_code and document.code_blocks:
            first, *others = document.code_blocks
            yield Problem(
                at=first,
                message=f"{posixpath.basename(document.path)} contains code, "
                "but should say what to build, not how",
                help="describe what to build, without code",
                related=tuple(Related(at, "more code") for at in others[:_SHOWN]),
                weak=spec is not None and spec.closed,
                cause="code",
            )
