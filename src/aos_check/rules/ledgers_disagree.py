"""Two places of one framework state different things about one spec.

People and agents read only one of them, and do finished work again or build on work that is not
done. Find out which place is right, and correct the other. An epic is done only if every story in
it is. A story or track that is not in the list, although others of its folder are, is information.
So is a story without a file that is under way or done, although others have files.

## Flagged: a story and the tracker

```md _bmad-output/implementation-artifacts/1-1-sign-in.md
# Story 1.1: Sign in

Status: review

## Tasks / Subtasks

- [ ] Task 1: Add the form
```

```yaml _bmad-output/implementation-artifacts/sprint-status.yaml
development_status:
  epic-1: in-progress
  1-1-sign-in: done  # SPEC015
```

## Flagged: an epic and its stories

```yaml _bmad-output/implementation-artifacts/sprint-status.yaml
development_status:
  epic-1: done  # SPEC015
  1-1-sign-in: done
  1-2-sign-out: backlog
  epic-1-retrospective: optional
  epic-2: backlog  # SPEC015
  2-1-remember-me: in-progress
```

## Flagged: a story that is not in the tracker

```md _bmad-output/implementation-artifacts/1-1-sign-in.md
# Story 1.1: Sign in

Status: review

## Tasks / Subtasks

- [x] Task 1: Add the form
```

```md _bmad-output/implementation-artifacts/1-2-sign-out.md
# Story 1.2: Sign out <!-- SPEC015 -->

Status: review

## Tasks / Subtasks

- [x] Task 1: Add the button
```

```yaml _bmad-output/implementation-artifacts/sprint-status.yaml
development_status:
  1-1-sign-in: review
```

## Flagged: a story without a file

```md _bmad-output/implementation-artifacts/1-1-sign-in.md
# Story 1.1: Sign in

Status: review

## Tasks / Subtasks

- [x] Task 1: Add the form
```

```yaml _bmad-output/implementation-artifacts/sprint-status.yaml
development_status:
  epic-1: in-progress
  1-1-sign-in: review
  1-2-sign-out: in-progress  # SPEC015
  1-3-remember-me: backlog
  1-4-forget-me: ready-for-dev
```

## Flagged: the boxes and the table of a roadmap

```md .planning/ROADMAP.md SPEC015:12
# Roadmap

## Phases

- [x] **Phase 1: Form** - visitors see it
- [ ] **Phase 2: Mail** - visitors confirm their address

## Progress

| Phase   | Plans Complete | Status      | Completed  |
|---------|----------------|-------------|------------|
| 1. Form | 1/2            | In Progress | -          |
| 2. Mail | 0/TBD          | Not started | -          |
```

```md .planning/STATE.md
# Project State
```

## Flagged: a done track and its metadata

```md conductor/tracks.md
# Project Tracks

- [x] **Track: Sign in**  <!-- SPEC015 -->
*Link: [./tracks/login_20260701/](./tracks/login_20260701/)*
```

```json conductor/tracks/login_20260701/metadata.json
{
  "track_id": "login_20260701",
  "status": "in_progress"
}
```

```md conductor/tracks/login_20260701/spec.md
# Specification

Visitors sign in with their e-mail.
```

```md conductor/tracks/login_20260701/plan.md
# Plan

- [x] Task: Sign-in form
```

## Accepted: the same status in other words, and a story without a file

```md _bmad-output/implementation-artifacts/1-1-sign-in.md
# Story 1.1: Sign in

Status: Ready for Review

## Tasks / Subtasks

- [x] Task 1: Add the form
```

```yaml _bmad-output/implementation-artifacts/sprint-status.yaml
development_status:
  epic-1: in-progress
  1-1-sign-in: review
  1-2-sign-out: backlog
```
"""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname

from aos_check.model.document import Status
from aos_check.model.finding import Problem, Related, Severity
from aos_check.model.project import Project, Statement
from aos_check.model.rule import Verdicts, project_rule
from aos_check.model.spec import Spec
from aos_check.progress.tasks import first_and_more, point_to_open

_SHOWN = 5
_NOTHING = (Status.UNKNOWN, Status.UNSET)
_BEGUN = (Status.IN_PROGRESS, Status.REVIEW, Status.DONE)
_ENDED = (Status.DONE, Status.CANCELLED)


@project_rule("SPEC015", doc=__doc__, severity=Severity.ERROR, weak=Severity.INFO)
def ledgers_disagree(project: Project) -> Verdicts:
    """Compare the places that state the status of one thing, and each whole with its parts."""
    stated = [it for it in project.statements if it.status.value not in _NOTHING]
    specs = {spec.path: spec for spec in project.specs}
    first: dict[str, Statement] = {}
    parts: dict[str, list[Statement]] = {}
    for statement in stated:
        parts.setdefault(statement.part_of, []).append(statement)
        before = first.setdefault(statement.about, statement)
        if before.status.value is not statement.status.value:
            yield _differs(statement, before)
        elif before is statement and (spec := specs.get(statement.spec)):
            yield from _against(statement, spec)
    for statement in first.values():
        yield from _whole(statement, parts.get(statement.about, []))
    yield from _untracked(project)
    yield from _without_file(project)


def _without_file(project: Project) -> Iterator[Problem]:
    """Report the parts that are under way or done without a file, although others have one."""
    with_files = {it.status.at.path for it in project.statements if it.part_of and it.spec}
    numbers = {(spec.number or "").replace(".", "-") for spec in project.specs}
    for it in project.statements:
        known = it.spec or "-".join(it.about.split("-")[:2]) in numbers
        path = it.status.at.path
        if it.part_of and not known and it.status.value in _BEGUN and path in with_files:
            yield Problem(
                at=it.status.at,
                message=f'{it.about} is "{it.status.text}", but it has no file',
                help="add its file, or correct the status",
                weak=True,
                cause=path,
            )


def _untracked(project: Project) -> Iterator[Problem]:
    """Report the specs that a ledger leaves out, although it has others of their kind."""
    ledgers = {it.spec: it.status.at for it in project.statements if it.spec}
    kinds = {_kind(spec): ledgers[spec.path] for spec in project.specs if spec.path in ledgers}
    for spec in project.specs:
        ledger = kinds.get(_kind(spec))
        if ledger and spec.path not in ledgers:
            yield Problem(
                at=spec.at,
                spec=spec.id,
                message=f"{spec.id} is not in {ledger.path}",
                help=f"add it to {ledger.path}, or delete it if nobody needs it",
                weak=True,
            )


def _kind(spec: Spec) -> tuple[str, bool]:
    """The folder of the spec, and whether it has a number."""
    return dirname(spec.path), bool(spec.number)


def _differs(one: Statement, other: Statement) -> Problem:
    return Problem(
        at=one.status.at,
        message=f'{one.about} is "{one.status.text}" here, but "{other.status.text}" in '
        f"{other.status.at.path}",
        help="find out which is right, and correct the other",
        related=(Related(other.status.at, f'"{other.status.text}"'),),
    )


def _against(statement: Statement, spec: Spec) -> Iterator[Problem]:
    """Compare a statement about a spec with its own status, or with its tasks if it has none."""
    own = spec.written_status
    if own and own.value not in _NOTHING:
        if own.value is not statement.status.value:
            yield _differs(statement, Statement(spec.id, own))
    elif statement.status.value is Status.DONE and (still_open := spec.left_open()):
        yield Problem(
            at=statement.status.at,
            message=f'{statement.about} is "{statement.status.text}" here, but tasks are open: '
            f"{first_and_more(still_open)}",
            help="finish the tasks, or correct the status",
            related=point_to_open(still_open),
        )


def _whole(whole: Statement, parts: list[Statement]) -> Iterator[Problem]:
    """Report a whole that is done before its parts, or that is not begun although they are."""
    wrong: list[Statement] = []
    if whole.status.value is Status.DONE:
        wrong = [it for it in parts if it.status.value not in _ENDED]
    elif whole.status.value is Status.DRAFT:
        wrong = [it for it in parts if it.status.value in _BEGUN]
    if wrong:
        more = f" (and {len(wrong) - 1} more)" if wrong[1:] else ""
        yield Problem(
            at=whole.status.at,
            message=f'{whole.about} is "{whole.status.text}", but {wrong[0].about} is '
            f'"{wrong[0].status.text}"{more}',
            help="find out which is right, and correct the other",
            related=tuple(
                Related(it.status.at, f'{it.about} is "{it.status.text}"') for it in wrong[:_SHOWN]
            ),
        )
