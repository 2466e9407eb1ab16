"""A modified requirement leaves out a scenario that its base has.

The text under MODIFIED replaces the whole requirement, so the scenario would be lost.
`openspec archive` refuses such a delta. Copy the whole requirement from the base before you change
it. A scenario with a new name counts as left out: keep the name and change its steps. To remove a
scenario on purpose, remove the requirement and add one with another name.

## Flagged

```md openspec/specs/login/spec.md
# login Specification

## Requirements

### Requirement: Visitors sign in
Visitors SHALL sign in with their e-mail.

#### Scenario: A known e-mail
- **WHEN** the e-mail is known
- **THEN** the visitor is signed in

#### Scenario: An unknown e-mail
- **WHEN** the e-mail is unknown
- **THEN** the form says so

### Requirement: Sessions end
A session SHALL end after an hour.

#### Scenario: An hour later
- **THEN** the session is over
```

```md openspec/changes/add-passkeys/specs/login/spec.md
## MODIFIED Requirements

### Requirement: Visitors sign in                       <!-- SPEC016 -->
Visitors SHALL sign in with a passkey.

#### Scenario: A known e-mail
- **WHEN** the e-mail is known
- **THEN** the browser asks for the passkey

### Requirement: Sessions stop                          <!-- SPEC016 -->
A session SHALL end after a day.

#### Scenario: A day later
- **THEN** the session is over

## RENAMED Requirements

- FROM: `### Requirement: Sessions end`
- TO: `### Requirement: Sessions stop`
```

## Accepted

```md openspec/specs/login/spec.md
# login Specification

## Requirements

### Requirement: Visitors sign in
Visitors SHALL sign in with their e-mail.

#### Scenario: A known e-mail
- **WHEN** the e-mail is known
- **THEN** the visitor is signed in
```

```md openspec/changes/add-passkeys/specs/login/spec.md
## MODIFIED Requirements

### Requirement: Visitors sign in
Visitors SHALL sign in with a passkey.

#### a known  e-mail ####
- **WHEN** the e-mail is known
- **THEN** the browser asks for the passkey

#### Scenario: No passkey
- **THEN** the form asks for the e-mail
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aos_check.model.finding import Problem, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.model.spec import Delta, Spec
from aos_check.model.wording import and_more
from aos_check.progress.causes import many_as_one

_SCENARIO = re.compile(
    r"^####\s+(?:scenario:\s*)?(?P<name>.*?)(?:\s+#+)?$", re.IGNORECASE | re.MULTILINE
)


@project_rule("SPEC016", doc=__doc__, severity=Severity.WARNING)
@many_as_one
def dropped_scenario(project: Project) -> Verdicts:
    """Compare the scenarios of every modified requirement with those of its base."""
    for spec in project.specs:
        old_names = {(it.base, it.to): it.name for it in spec.deltas if it.kind == "renamed"}
        for delta in spec.deltas:
            texts = project.bases.get(delta.base) or {}
            base = texts.get(old_names.get((delta.base, delta.name), delta.name), "")
            kept = {_key(name) for name in _scenarios(delta.text)}
            lost = [name for name in _scenarios(base) if _key(name) not in kept]
            if lost and delta.kind == "modified":
                yield _problem(spec, delta, lost)


def _scenarios(text: str) -> Iterator[str]:
    return (found["name"] for found in _SCENARIO.finditer(text))


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def _problem(spec: Spec, delta: Delta, lost: list[str]) -> Problem:
    return Problem(
        at=delta.at,
        message=f'{spec.id} modifies the requirement "{delta.name}" without the scenario '
        f'"{lost[0]}"{and_more(lost)} of {delta.base}',
        help="copy the scenario from the base, with the name that it has there",
        cause=delta.at.path,
    )
