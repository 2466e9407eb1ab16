"""A spec's document has a missing or empty section.

The layout requires the section because its question matters: without limits, for example, scope
grows. Write the section. Its heading may use other words. In a finished spec it is only
information.

## Flagged

```md .agent-os/specs/2025-10-08-login/spec.md
# Spec Requirements Document

> Spec: Login

## Overview

Visitors sign in with their e-mail.

## Spec Scope                    <!-- SPEC003 -->

## Notes

Ada knows more.
```

## Flagged: a missing section

```md .agent-os/specs/2025-10-08-login/spec.md
# Spec Requirements Document     <!-- SPEC003 -->

> Spec: Login

## Overview

Visitors sign in with their e-mail.
```

## Accepted: headings in other words

```md .agent-os/specs/2025-10-08-login/spec.md
# Spec Requirements Document

> Spec: Login

## Goals

Visitors sign in with their e-mail.

## 2. Requirements

1. **Form** - ask for e-mail and password
```

## Accepted: a layout that requires no sections

```md openspec/changes/add-login/proposal.md
# Add a login

Visitors sign in with their e-mail.
```
"""

from __future__ import annotations

import posixpath

from aos_check.model.finding import Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.progress.causes import many_as_one
from aos_check.progress.documents import missing_sections


@project_rule("SPEC003", doc=__doc__, severity=Severity.WARNING, weak=Severity.INFO)
@many_as_one
def missing_spec_section(project: Project) -> Verdicts:
    """Check every document of a spec for the sections that its layout requires."""
    for spec in project.specs:
        for document in spec.documents:
            for problem in missing_sections(document, posixpath.basename(document.path)):
                yield problem._replace(weak=spec.closed, cause=problem.message)
