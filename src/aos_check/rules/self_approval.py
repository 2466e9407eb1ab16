"""An author approved their own text, or a coding agent approved it.

A coding agent cannot approve at any level: a commit that it made or helped with must not set a
status to approved, or add a record. With `approval.level = "separate"` and above, the approval must
also come from another person than the author of the approved text. Author and committer are names
that anyone can set in git; only `signed` proves them. Ask someone else to read and approve it.

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
from aos_check.model.change import Change
from aos_check.model.finding import Problem, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.model.spec import Spec
from aos_check.progress.approval import place_of


@project_rule("SPEC006", doc=__doc__, severity=Severity.ERROR)
def self_approval(project: Project, *, change: Change | None) -> Verdicts:
    """Report every approval by an agent, or by an author where someone else is required."""
    agents = dict(change.approved_by_agents) if change else {}
    for spec in project.specs:
        if spec.path in agents:
            yield _by_agent(spec, agents[spec.path])
        required = spec.approval.asked or ApprovalLevel.NONE
        if required.rank < ApprovalLevel.SEPARATE.rank:
            continue
        for own in spec.approval.own:
            yield Problem(
                at=own.at,
                spec=spec.id,
                message=f"the approval of {spec.id} does not count: {own.text}",
                help="ask someone who did not write it to approve it in a commit of their own with "
                f"`aos-check approve {shlex.quote(spec.id)}`",
            )


def _by_agent(spec: Spec, commit: str) -> Problem:
    records = spec.approval.records
    pinned = records and spec.approval.level is ApprovalLevel.PINNED
    where = f"commit {commit[:10]}" if commit else "the commit"
    other = " (with --artifact for a document of a phase)" if spec.phases.approved else ""
    return Problem(
        at=records[-1].at if pinned else place_of(spec),
        spec=spec.id,
        message=f"{where} approves {spec.id}, and a coding agent made it or helped with it",
        help="let a person read it, and approve it in a commit of their own with "
        f"`aos-check approve {shlex.quote(spec.id)}`{other}",
    )
