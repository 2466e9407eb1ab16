"""Template text was not filled in.

A reader mistakes it for an answer, and an agent builds on it. Replace the text, or delete the line.
One finding names all of a document. In a finished spec it is only information.

## Flagged

```md .agent-os/specs/2025-10-08-login/spec.md
# Spec Requirements Document

> Spec: [SPEC_NAME]              <!-- DOC002 -->
> Created: 2025-10-08

## Overview

Visitors sign in to {FEATURE_NAME}.

## Spec Scope

1. **Form** - ask for e-mail and password
```

## Flagged: a list of choices without a choice

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login

- **Status:** [Draft | In Review | Approved]  <!-- DOC002 -->
- **Author:** Ada

## 1. Overview and Rationale

Visitors sign in with their e-mail.

## 2. Functional Requirements

- The form asks for e-mail and password.

## 3. Scope and Boundaries

- Passkeys are out of scope.
```

## Flagged: a phrase in brackets where the answer belongs

```md agent-os/specs/2025-10-08-login/spec.md
# Specification: [Feature Name]    <!-- DOC002 -->

## Goal

Visitors sign in with their e-mail.

## Specific Requirements

**Form**
- [one sentence about the form]
- **Fields:** e-mail and password
- **Errors:** [one sentence about the form]
```

## Accepted: links, code, a question and a variable

````md .agent-os/specs/2025-10-08-login/spec.md
# Spec Requirements Document

> Spec: Login
> Status: Draft

## Overview

Visitors sign in with the [FORM_KEY](https://example.org/form) that `[SPEC_NAME]` explains, and
the server reads ${LOGIN_URL}. [NEEDS CLARIFICATION: how long does a session last?]

## Spec Scope

1. **Form** - ask for e-mail and password

```text
[FEATURE_NAME]
```
````

## Accepted: a document about templates, and a few status words

```md .agent-os/product/mail-texts.md
# Mail texts

Dear [FIRST_NAME], welcome to the band.
```

```md .agent-os/specs/2025-10-08-login/spec.md
# Spec Requirements Document

> Spec: Login
> Status: N/A
> Priority: [Very high]

## Overview

The mail is made from a template in which [FIRST_NAME] stands for the reader.

## Spec Scope

1. **Form** - ask for e-mail and password
```
"""

from __future__ import annotations

from collections import Counter

from aos_check.model.finding import Problem, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.progress.causes import FEW


@project_rule("DOC002", doc=__doc__, severity=Severity.WARNING, weak=Severity.INFO)
def leftover_placeholder(project: Project) -> Verdicts:
    """Report each document with placeholders once, and a text that many documents have once."""
    texts = Counter(mark.text for it in project.all_documents() for mark in it.placeholders)
    for document, spec in project.documents_with_specs():
        common = [mark.text for mark in document.placeholders if texts[mark.text] > FEW]
        for mark in document.placeholders:
            yield Problem(
                at=mark.at,
                message=f'"{mark.text}" is template text that was not filled in',
                help="replace it with your own text, or delete it",
                weak=spec is not None and spec.closed,
                cause=next(iter(common), document.path),
            )
