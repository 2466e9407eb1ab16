"""The requirements have changed since they were approved.

An approval covers the text that was read. Read the changes and approve again, with the command that
wrote the record. Ticks, white space, suppressions and the status and date lines at the top do not
count. All other words count, including those in comments. In a single commit it is information: the
new approval may come in the next one.

## Flagged

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login  <!-- SPEC005 -->

- **Status:** Approved

## 2. Functional Requirements

- The form asks for e-mail and password, and for a second factor.
```

```json context/spec/001-login/approval.json
{
  "schema": 1,
  "approvals": [{"artifact": "functional-spec.md",
    "by": "Ada <ada@example.org>",
    "at": "2025-10-09T12:00:00Z",
    "digest": "aos2:sha256:be0c9ad72aee00a3ce7b4247461b4d57b6498dae5d2e707ed763a24720dbd05e"}]
}
```

## Accepted: a tick, a status and a line break

```md context/spec/001-login/functional-spec.md
# Functional Specification: Login

- **Status:** In progress

## 2. Functional Requirements

- The form asks for e-mail
  and password.
```

```json context/spec/001-login/approval.json
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
from collections.abc import Iterator

from aos_check.model.approval import StaleApproval
from aos_check.model.change import Change
from aos_check.model.finding import Problem, Related, Severity
from aos_check.model.rule import Verdicts, spec_rule
from aos_check.model.spec import Spec
from aos_check.model.wording import listed
from aos_check.progress.approval import BY_THE_END, is_taken_back

_SHOWN = 5


@spec_rule("SPEC005", doc=__doc__, severity=Severity.ERROR, weak=Severity.INFO)
def stale_approval(spec: Spec, *, change: Change | None) -> Verdicts:
    """Report every approval of a text that has changed since."""
    taken_back = is_taken_back(spec, change)
    for stale in spec.approval.stale:
        yield Problem(
            at=stale.document,
            spec=spec.id,
            message=f"{stale.record.by} approved {spec.id}, {_since(stale)}",
            help="read the changes, and approve them with "
            f"`aos-check approve {shlex.quote(spec.id)}`" + BY_THE_END * taken_back,
            related=tuple(_changed(spec, stale)),
            weak=taken_back,
        )


def _since(stale: StaleApproval) -> str:
    if stale.outdated:
        version = stale.record.digest.partition(":")[0]
        return f"but the record's digest is of version {version}, which is no longer supported"
    names = [name for name, _ in stale.changed]
    return "but it has changed since" + (f": {listed(names, _SHOWN)}" if names else "")


def _changed(spec: Spec, stale: StaleApproval) -> Iterator[Related]:
    """The requirements that changed, were deleted or were added."""
    record, path = stale.record, stale.document.path
    then = dict(record.sections) if record.artifact == path else {}
    now = {each.id for each in spec.requirements if each.at.path == path}
    for name, at in stale.changed[:_SHOWN]:
        gone = at == record.at or (name in then and name not in now)
        how = "is gone" if gone else "has changed" if name in then else "is new"
        yield Related(at, f"{name} {how}")
