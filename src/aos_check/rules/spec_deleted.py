"""An unfinished spec was deleted.

The plan is lost, and so is the reason why it was dropped. Restore the spec and set its status to
cancelled, or finish it. Finished specs, cancelled specs and raw notes may be deleted.

## Flagged

```md .agent-os/specs/2025-10-08-login/spec.md before
# Spec Requirements Document     <!-- SPEC011 -->

## Overview

Visitors sign in with their e-mail.
```

```md .agent-os/specs/2025-10-08-login/tasks.md before
# Spec Tasks

- [x] 1. Sign-in form
- [ ] 2. Sign-out
```

```md .agent-os/product/mission.md
# Product Mission

## Pitch

Bands rehearse what they will play.
```

## Accepted: finished, cancelled, or only an idea

```md .agent-os/specs/2025-10-08-login/tasks.md before
# Spec Tasks

- [x] 1. Sign-in form
```

```md .agent-os/specs/2025-11-02-profile/spec.md before
# Spec Requirements Document

> Spec: Profile
> Status: Cancelled

## Overview

Visitors show a picture.
```

```md .agent-os/specs/2025-11-09-sheets/notes.md before
# Song sheets

Print what is to be played?
```

```md .agent-os/product/mission.md
# Product Mission

## Pitch

Bands rehearse what they will play.
```

## Accepted: moved to another folder

```md .praxis-os/specs/review/2025-10-08-login/srd.md before
# Login: Software Requirements Document

## Functional Requirements

- **FR-001**: Visitors sign in with their e-mail.
```

```md .praxis-os/specs/approved/2025-10-08-login/srd.md new
# Login: Software Requirements Document

## Functional Requirements

- **FR-001**: Visitors sign in with their e-mail.
```
"""

from __future__ import annotations

from aos_check.model.change import Change
from aos_check.model.document import Role, Status
from aos_check.model.finding import Problem, Severity
from aos_check.model.rule import Verdicts, change_rule
from aos_check.model.spec import Spec

_WORKED_OUT = frozenset({Role.OVERVIEW, Role.REQUIREMENTS, Role.DESIGN, Role.TASKS})


@change_rule("SPEC011", doc=__doc__, severity=Severity.WARNING)
def spec_deleted(change: Change) -> Verdicts:
    """Report every deleted spec that had work left."""
    # A short file that is ticked and moved at once is no rename for git.
    moved = {pair.after.slug for pair in change.specs if pair.after and pair.before is None}
    for pair in change.specs:
        spec = pair.before
        if spec is None or pair.after or spec.slug in moved:
            continue
        if not _is_over(spec) and _is_worked_out(spec):
            yield Problem(
                at=spec.at,
                spec=spec.id,
                message=f"{spec.id} was deleted, but it was neither finished nor cancelled",
                help="restore it, and if it is cancelled, say so in its status",
            )


def _is_over(spec: Spec) -> bool:
    status = spec.status.value if spec.status else Status.UNSET
    return spec.finished or status in {Status.DONE, Status.CANCELLED}


def _is_worked_out(spec: Spec) -> bool:
    return any(document.role in _WORKED_OUT for document in spec.documents)
