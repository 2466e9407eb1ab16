"""A spec document that is to hold no code has a code block.

Code in a specification is copied by the agent that implements it, before anyone has thought about it, and no test has
seen it. Say in words what it shall do; point to code that exists.

## Flagged

````md agent-os/specs/2025-10-08-login/spec.md
# Specification: Login

## Goal

Readers sign in.

## Specific Requirements

```python                       <!-- SPEC009 -->
def sign_in(): ...
```
````

## Accepted: in a technical document, or as words

````md agent-os/specs/2025-10-08-login/sub-specs/technical-spec.md
# Technical Specification

```python
def sign_in(): ...
```
````

```md agent-os/specs/2025-10-08-login/spec.md
# Specification: Login

## Specific Requirements

- `sign_in` takes a card number
```
"""

from __future__ import annotations

from aos_check.finding import Problem, Severity
from aos_check.model import Project
from aos_check.rules.rule import Verdicts, project_rule


@project_rule("SPEC009", doc=__doc__, severity=Severity.WARNING)
def code_in_spec(project: Project) -> Verdicts:
    """Judge the documents whose layout forbids code; one finding a document."""
    for document in project.all_documents():
        if document.forbids_code and document.code_blocks:
            count = len(document.code_blocks)
            yield Problem(
                at=document.code_blocks[0],
                message=f"this layout keeps code out of the spec, and {count} code "
                f"block{'s stand' if count > 1 else ' stands'} here",
                help="say in words what it shall do, or move the code to a technical document",
            )
