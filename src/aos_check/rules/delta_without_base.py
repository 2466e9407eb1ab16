"""A delta does not fit the requirements of its base.

The base does not have the requirement that the delta changes, or it has the one that the delta adds
with another text. `openspec archive` refuses such a delta, or it silently removes nothing. Names
are compared with their case and spaces. A change's own renames come first: under MODIFIED, write
the new name. Copy the name from the base, or move the requirement to the section that fits. A
requirement that another open change adds is fine, and so are deltas that have been synced to the
base. An addition in a finished change may have been synced and edited: it is only information.

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

## Flagged: what the base has already, and an old name

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

### Requirement: Sessions end                          <!-- SPEC014 -->
A session SHALL end after a day.

## MODIFIED Requirements

### Requirement: Visitors sign in                      <!-- SPEC014 -->
Visitors SHALL sign in with a passkey.

## RENAMED Requirements

- FROM: `### Requirement: Visitors sign in`
- TO: `### Requirement: Visitors log in`
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

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from aos_check.model.finding import Problem, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.model.spec import Delta, Spec
from aos_check.progress.causes import many_as_one


@project_rule("SPEC014", doc=__doc__, severity=Severity.ERROR, weak=Severity.INFO)
@many_as_one
def delta_without_base(project: Project) -> Verdicts:
    """Compare the deltas of every spec with their bases."""
    deltas = [delta for spec in project.specs for delta in spec.deltas]
    brought = {(delta.base, delta.to or delta.name) for delta in _bringing(deltas)}
    bases = _Bases(project)
    for spec in project.specs:
        renamed = {(it.base, it.name): it.to for it in spec.deltas if it.kind == "renamed"}
        for delta in spec.deltas:
            texts = project.bases.get(delta.base, {})
            if texts is None:
                continue
            fault = _collision(spec, delta, texts, renamed)
            if not fault and (delta.base, delta.name) not in brought:
                fault = _absence(spec, delta, texts, bases)
            if fault:
                yield _problem(spec, delta, fault)


def _bringing(deltas: Iterable[Delta]) -> list[Delta]:
    return [delta for delta in deltas if delta.kind in ("added", "renamed")]


class _Fault(NamedTuple):
    """Why a delta does not fit, and what to do. `weak`: the change may have been synced."""

    why: str
    remedy: str
    weak: bool = False


class _Bases:
    """The requirements of the bases. Many deltas of a long change have the same questions."""

    def __init__(self, project: Project) -> None:
        self.texts = project.bases
        self._names: dict[str, dict[str, list[str]]] = {}  # of each base, by their folded form
        self._synced: dict[str, bool] = {}  # by the spec's path

    def alike(self, delta: Delta) -> str:
        """The name that differs from the delta's only in case and spaces; "" if none does."""
        if delta.base not in self._names:
            names = self._names.setdefault(delta.base, {})
            for name in sorted(self.texts.get(delta.base) or ()):
                names.setdefault(_folded(name), []).append(name)
        found = self._names[delta.base].get(_folded(delta.name), ())
        return next((name for name in found if name != delta.to), "")

    def have_all_of(self, spec: Spec) -> bool:
        """True if they have all that the spec adds, so that they lack what it removes."""
        if spec.path not in self._synced:
            brought = _bringing(spec.deltas)
            there = (_is_there(it, self.texts.get(it.base) or {}) for it in brought)
            self._synced[spec.path] = bool(brought) and all(there)
        return self._synced[spec.path]


# What the base has, or the change itself renames


def _collision(
    spec: Spec, delta: Delta, texts: Mapping[str, str], renamed: Mapping[tuple[str, str], str]
) -> _Fault | None:
    """The fault of a new name that is taken, or of an old name that is used."""
    new = renamed.get((delta.base, delta.name), "")
    if delta.kind in ("modified", "removed") and new:
        return _Fault(f'the change renames it to "{new}"', f'write the new name: "{new}"')
    if delta.kind == "added" and not new and texts.get(delta.name, delta.text) != delta.text:
        return _Fault(
            f"{delta.base} has it with another text",
            "put it under MODIFIED, or choose another name",
            weak=_is_done(spec),
        )
    taken = delta.to in texts and delta.to != delta.name
    if delta.kind == "renamed" and delta.name in texts and taken:
        return _Fault(f'{delta.base} has a requirement "{delta.to}" too', "choose another name")
    return None


# What the base lacks


def _absence(spec: Spec, delta: Delta, texts: Mapping[str, str], bases: _Bases) -> _Fault | None:
    """The fault of a delta to a requirement that the base does not have."""
    if delta.kind == "added" or delta.name in texts:
        return None
    if alike := bases.alike(delta):
        why = f"{delta.base} has no such requirement"
        return _Fault(why, f'write the name as the base does: "{alike}"')
    if delta.to in texts or (delta.kind == "removed" and bases.have_all_of(spec)):
        return None
    # Of a finished change that only removes, no one can tell whether it has been synced.
    weak = delta.kind == "removed" and _is_done(spec)
    if delta.base in bases.texts:
        remedy = "copy the name from the base, or put a new requirement under ADDED"
        return _Fault(f"{delta.base} has no such requirement", remedy, weak)
    if delta.kind == "removed":
        remedy = "delete it: there is nothing to remove"
    else:
        remedy = "put it under ADDED: a new capability has nothing else to change"
    return _Fault(f"there is no {delta.base}", remedy, weak)


def _folded(name: str) -> str:
    return " ".join(name.split()).lower()


def _is_done(spec: Spec) -> bool:
    return spec.has_tasks and not spec.work_left()


def _is_there(delta: Delta, texts: Mapping[str, str]) -> bool:
    return delta.to in texts if delta.to else texts.get(delta.name) == delta.text


def _problem(spec: Spec, delta: Delta, fault: _Fault) -> Problem:
    return Problem(
        at=delta.at,
        message=f'{spec.id} has the requirement "{delta.name}" under {delta.kind.upper()}, but '
        + fault.why,
        help=fault.remedy,
        cause=delta.at.path,
        weak=fault.weak,
    )
