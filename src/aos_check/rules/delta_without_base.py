"""A delta changes a requirement that its base does not have.

`openspec archive` refuses such a delta, or it silently removes nothing. Names are compared with
their case and spaces. Copy the name from the base, or add the requirement. A requirement that
another open change adds is fine, and so are deltas that have been synced to the base.

## Flagged

```md openspec/specs/login/spec.md
# login Specification

## Requirements

### Requirement: Visitors sign in
Visitors SHALL sign in with their e-mail.

### Requirement: Sessions end
A session SHALL end after an hour.
```

```md openspec/changes/add-passkeys/tasks.md
- [ ] 1.1 Store passkeys
```

```md openspec/changes/add-passkeys/specs/login/spec.md
## MODIFIED Requirements

### Requirement: Visitors log in                       <!-- SPEC014 -->
Visitors SHALL sign in with a passkey.

## REMOVED Requirements

### Requirement: Sessions never end                    <!-- SPEC014 -->
**Reason**: passkeys are short-lived

## RENAMED Requirements

- FROM: `### Requirement: sessions end`                <!-- SPEC014 -->
- TO: `### Requirement: Sessions end after an hour`
```

## Flagged: a new capability has nothing to modify

```md openspec/changes/add-passkeys/specs/passkeys/spec.md
## MODIFIED Requirements

### Requirement: Visitors have passkeys                <!-- SPEC014 -->
Visitors SHALL have passkeys.
```

## Accepted

```md openspec/specs/login/spec.md
# login Specification

## Requirements

### Requirement: Visitors sign in
Visitors SHALL sign in with their e-mail.

### Requirement: Sessions end
A session SHALL end after an hour.
```

```md openspec/changes/add-passkeys/tasks.md
- [ ] 1.1 Store passkeys
```

```md openspec/changes/add-passkeys/specs/login/spec.md
## ADDED Requirements

### Requirement: Visitors have passkeys
Visitors SHALL have passkeys.

## MODIFIED Requirements

### Requirement: Visitors log in
Visitors SHALL log in with a passkey.

## REMOVED Requirements

### Requirement: Sessions end
**Reason**: passkeys are short-lived

## RENAMED Requirements

- FROM: `### Requirement: Visitors sign in`
- TO: `### Requirement: Visitors log in`
```

```md openspec/changes/name-passkeys/specs/login/spec.md
## MODIFIED Requirements

### Requirement: Visitors have passkeys
Visitors SHALL have passkeys with names.
```
"""

from __future__ import annotations

from aos_check.model.finding import Problem, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.model.spec import Delta, Spec
from aos_check.progress.causes import many_as_one


@project_rule("SPEC014", doc=__doc__, severity=Severity.ERROR, weak=Severity.INFO)
@many_as_one
def delta_without_base(project: Project) -> Verdicts:
    """Compare the deltas of every spec with their bases."""
    brought = {
        (delta.base, delta.to or delta.name)
        for spec in project.specs
        for delta in spec.deltas
        if delta.kind in ("added", "renamed")
    }
    for spec in project.specs:
        for delta in spec.deltas:
            names = project.bases.get(delta.base, frozenset())
            if delta.kind == "added" or names is None or delta.name in names:
                continue
            alike = next((name for name in sorted(names) if _is_alike(name, delta)), "")
            synced = delta.to in names or (delta.kind == "removed" and _is_synced(spec, project))
            if (delta.base, delta.name) not in brought and (alike or not synced):
                yield _problem(spec, delta, alike, exists=delta.base in project.bases)


def _is_alike(name: str, delta: Delta) -> bool:
    """True if the name differs from the delta's only in case and spaces."""
    return name != delta.to and _folded(name) == _folded(delta.name)


def _folded(name: str) -> str:
    return " ".join(name.split()).lower()


def _is_synced(spec: Spec, project: Project) -> bool:
    """True if the base has all that the spec adds, so that it also lacks what the spec removes."""
    brought = [delta for delta in spec.deltas if delta.kind in ("added", "renamed")]
    names = [project.bases.get(delta.base) or () for delta in brought]
    pairs = list(zip(brought, names, strict=True))
    return bool(pairs) and all((delta.to or delta.name) in known for delta, known in pairs)


def _problem(spec: Spec, delta: Delta, alike: str, *, exists: bool) -> Problem:
    if alike:
        remedy = f'write the name as the base does: "{alike}"'
    elif exists:
        remedy = "copy the name from the base, or put a new requirement under ADDED"
    elif delta.kind == "removed":
        remedy = "delete it: there is nothing to remove"
    else:
        remedy = "put it under ADDED: a new capability has nothing else to change"
    # Of a finished change that only removes, no one can tell whether it has been synced.
    return Problem(
        at=delta.at,
        message=f'{spec.id} has the requirement "{delta.name}" under {delta.kind.upper()}, but '
        + (f"{delta.base} has no such requirement" if exists else f"there is no {delta.base}"),
        help=remedy,
        cause=delta.at.path,
        weak=delta.kind == "removed" and not alike and not spec.work_left() and spec.has_tasks,
    )
