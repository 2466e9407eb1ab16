"""A later phase of a spec has begun, but an earlier one is not over.

A team orders its phases in `workflow.phases` of the configuration, because each one builds on the
one before it. Do first what the earlier phase still needs. A phase is over when its files exist and
are not empty, its documents are approved, its tasks are done and its proofs have passed. It has
begun when one of its files is written, or when one of its tasks is started. A document that is a
draft, in review or still has placeholders may be prepared early.

Without `workflow.phases`, the rule reports nothing. Cancelled specs are exempt, and so are those
that had finished work at `enforce-since`. A commit may reopen an earlier phase. Then it is
information, and an error at the end of a range in which the phase is not over again.
[own-workflow.md](../how-to/own-workflow.md) shows how to set it up.

## Flagged: work before the design

```toml aos-check.toml
[[workflow.phases]]
name = "design"
exists = ["sub-specs/technical-spec.md"]

[[workflow.phases]]
name = "build"
tasks = "done"
```

```md .agent-os/specs/2025-10-08-login/spec.md
# Spec Requirements Document
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form              <!-- GATE004 -->
- [ ] 2. Sign-out
```

## Flagged: a review of work that is not done

```toml aos-check.toml
[[workflow.phases]]
name = "build"
tasks = "done"

[[workflow.phases]]
name = "security review"
approved = ["security.md"]

[[workflow.phases]]
name = "release"
exists = ["release/*.md"]
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
- [ ] 2. Sign-out
```

```md .agent-os/specs/2025-10-08-login/security.md GATE004:1
# Security review

> Status: Approved
```

```md .agent-os/specs/2025-10-08-sheets/tasks.md
# Spec Tasks

- [x] 1. Print a sheet
```

```md .agent-os/specs/2025-10-08-sheets/security.md
# Security review

> Status: In review
```

```md .agent-os/specs/2025-10-08-sheets/release/notes.md GATE004:1
# Version 2
```

## Accepted: each phase after the one before it, and drafts

```toml aos-check.toml
[[workflow.phases]]
name = "design"
approved = ["technical-spec.md"]

[[workflow.phases]]
name = "plan"
exists = ["tasks.md"]

[[workflow.phases]]
name = "build"
tasks = "done"
proved = true

[[workflow.phases]]
name = "review"
exists = ["verifications/*.md"]
```

```md .agent-os/specs/2025-10-08-login/technical-spec.md
# Technical Specification

> Status: Approved
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
- [ ] 2. Sign-out
```

```md .agent-os/specs/2025-10-08-login/verifications/report.md
# Verification

> Status: Draft
```

```md .agent-os/specs/2025-10-08-sheets/technical-spec.md
# Technical Specification

> Status: Approved
```

```md .agent-os/specs/2025-10-08-sheets/tasks.md
# Spec Tasks

- [x] 1. Print a sheet
```

```json .agent-os/specs/2025-10-08-sheets/evidence.json
{"schema": 1, "evidence": [
  {"task": "sheets#1", "command": ["pytest"], "exit": 0,
   "tree": "0123456789012345678901234567890123456789", "at": "2026-01-30T12:00:00Z", "seconds": 2}
]}
```

```md .agent-os/specs/2025-10-08-sheets/verifications/report.md
# Verification
```
"""

from __future__ import annotations

from aos_check.model.change import Change
from aos_check.model.document import Status
from aos_check.model.finding import NotEvaluated, Problem, Related, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.model.spec import Spec
from aos_check.model.workflow import PhaseJump
from aos_check.progress.approval import BY_THE_END
from aos_check.progress.phases import how_to_meet

_SHOWN = 5


@project_rule("GATE004", doc=__doc__, severity=Severity.ERROR, weak=Severity.INFO)
def phase_ahead(project: Project, *, change: Change | None) -> Verdicts:
    """Report each spec with a phase that has begun too early."""
    for spec in project.specs:
        is_cancelled = spec.status is not None and spec.status.value is Status.CANCELLED
        if (unproved := spec.phases.ahead) is None or is_cancelled:
            continue
        if jump := spec.phases.certain.ahead:
            yield _ahead(spec, jump, is_reopened=_is_reopened(spec, jump, change))
        else:
            yield NotEvaluated(f"{spec.id}: {unproved.current.needs[0].why}")


def _ahead(spec: Spec, jump: PhaseJump, *, is_reopened: bool) -> Problem:
    current, later = jump.current, jump.later
    need = current.needs[0]
    return Problem(
        at=jump.sign.at,
        spec=spec.id,
        message=f'the phase "{later.name}" of {spec.id} has begun ({jump.sign.text}) before '
        f'"{current.name}" is over: {need.why}',
        help=how_to_meet(need, spec) + BY_THE_END * is_reopened,
        related=tuple(Related(each.at, each.why) for each in current.needs[:_SHOWN]),
        weak=is_reopened,
        strict=True,
        key=f"{spec.slug}: {later.name}",
    )


def _is_reopened(spec: Spec, jump: PhaseJump, change: Change | None) -> bool:
    """True if a commit reopens the earlier phase, and those that follow it may close it again."""
    pairs = change.specs if change and change.alone else ()
    return any(
        not before.phases.ahead
        and any(phase.begun and phase.name == jump.later.name for phase in before.phases)
        for before, after in pairs
        if before and after and after.path == spec.path
    )
