"""An author approved their own text, or a coding agent approved it.

With `approval.level = "separate"` and above, the approval must come from another person. The author
of the approved text cannot approve it, and neither can an agent. Ask someone else to read and
approve it.

## Flagged

```toml aos-check.toml
[approval]
level = "separate"
```

```md context/spec/001-login/functional-spec.md by=ada@example.org
# Functional Specification: Login

- **Status:** Approved

## 2. Functional Requirements

- The form asks for e-mail and password.
```

```json context/spec/001-login/approval.json SPEC006:3 by=ada@example.org
{
  "schema": 1,
  "approvals": [{"artifact": "functional-spec.md",
    "by": "Ada <ada@example.org>",
    "at": "2025-10-09T12:00:00Z",
    "digest": "aos2:sha256:be0c9ad72aee00a3ce7b4247461b4d57b6498dae5d2e707ed763a24720dbd05e"}]
}
```

## Flagged: by a coding agent

```toml aos-check.toml
[approval]
level = "separate"
```

```md context/spec/001-login/functional-spec.md by=ada@example.org
# Functional Specification: Login

- **Status:** Approved

## 2. Functional Requirements

- The form asks for e-mail and password.
```

```json context/spec/001-login/approval.json SPEC006:3 by=cursoragent@cursor.com
{
  "schema": 1,
  "approvals": [{"artifact": "functional-spec.md",
    "by": "Grace <grace@example.org>",
    "at": "2025-10-09T12:00:00Z",
    "digest": "aos2:sha256:be0c9ad72aee00a3ce7b4247461b4d57b6498dae5d2e707ed763a24720dbd05e"}]
}
```

## Accepted: by someone else

```toml aos-check.toml
[approval]
level = "separate"
```

```md context/spec/001-login/functional-spec.md by=ada@example.org
# Functional Specification: Login

- **Status:** Approved

## 2. Functional Requirements

- The form asks for e-mail and password.
```

```json context/spec/001-login/approval.json by=grace@example.org
{
  "schema": 1,
  "approvals": [{"artifact": "functional-spec.md",
    "by": "Grace <grace@example.org>",
    "at": "2025-10-09T12:00:00Z",
    "digest": "aos2:sha256:be0c9ad72aee00a3ce7b4247461b4d57b6498dae5d2e707ed763a24720dbd05e"}]
}
```

## Accepted: the project requires only a record

```toml aos-check.toml
[approval]
level = "pinned"
```

```md context/spec/001-login/functional-spec.md by=ada@example.org
# Functional Specification: Login

- **Status:** Approved

## 2. Functional Requirements

- The form asks for e-mail and password.
```

```json context/spec/001-login/approval.json by=ada@example.org
{
  "schema": 1,
  "approvals": [{"artifact": "functional-spec.md",
    "by": "Ada <ada@example.org>",
    "at": "2025-10-09T12:00:00Z",
    "digest": "aos2:sha256:be0c9ad72aee00a3ce7b4247461b4d57b6498dae5d2e707ed763a24720dbd05e"}]
}
```
"""

from __future__ import annotations

import shlex

from aos_check.model.approval import ApprovalLevel
from aos_check.model.finding import Problem, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule


@project_rule("SPEC006", doc=__doc__, severity=Severity.ERROR)
def self_approval(project: Project) -> Verdicts:
    """Report every record by an author or an agent, where the project requires someone else."""
    for spec in project.specs:
        required = spec.approval.asked or ApprovalLevel.NONE
        if required.rank < ApprovalLevel.SEPARATE.rank:
            continue
        for own in spec.approval.own:
            yield Problem(
                at=own.at,
                spec=spec.id,
                message=f"the approval of {spec.id} does not count: {own.text}",
                help="ask someone who did not write it to approve it with "
                f"`aos-check approve {shlex.quote(spec.id)}`",
            )
