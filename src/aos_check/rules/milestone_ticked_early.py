"""A roadmap item is done while its spec has open tasks.

The roadmap promises something that does not exist, and the open tasks are forgotten. Finish them,
defer them with a reason (`(deferred: why)`), or untick the item. An item belongs to a spec by a
link or path, by number, or by an equal title. A similar title or a mention ("builds on spec 008")
is not enough. A spec with several items is reported when all of them are done.

A done item "Phase 1" contradicts open items under a heading "Phase 1" too. Two lesser forms are
warnings: a phase is done while a phase that it depends on is open, and all that is left to do is
the test by a person.

## Flagged

```md .agent-os/product/roadmap.md
# Product Roadmap

## Phase 1: Rehearse

- [x] Login - visitors sign in with their e-mail `M`  <!-- ROAD002 -->
- ✅ **Song sheets** - see .agent-os/specs/2025-11-02-sheets/  <!-- ROAD002 -->
```

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

- [x] 1. Sign-in form
- [ ] 2. Sign-out
```

```md .agent-os/specs/2025-11-02-sheets/tasks.md
# Spec Tasks

- [ ] 1. Print a sheet
```

## Flagged: once for a spec with several items

```md context/product/roadmap.md
# Product Roadmap

## Phase 1

- [x] **Login**
  - [x] **Form:** Visitors sign in    <!-- ROAD002 -->
  - [x] **Mail:** Visitors are told
- [ ] **Issue #12:** Song sheets
```

```md context/spec/001-accounts/functional-spec.md
# Functional Specification: Accounts

- **Roadmap Item:** Phase 1 → Login (Form, Mail)

## 1. Overview and Rationale

Visitors sign in with their e-mail.

## 2. Functional Requirements

- The form asks for e-mail and password.

## 3. Scope and Boundaries

- Passkeys are out of scope.
```

```md context/spec/001-accounts/tasks.md
# Tasks: Accounts

- [ ] **Slice 1: Visitors see the form**
```

## Flagged: a phase with a plan that has no summary, and one with an open plan

```md .planning/ROADMAP.md
# Roadmap

- [x] **Phase 1: Login** - sign in  <!-- ROAD002 -->
- [x] **Phase 2: Sheets** - print    <!-- ROAD002 -->

### Phase 1: Login

- [x] 01-01-PLAN.md - form

### Phase 2: Sheets

- [ ] 02-01-PLAN.md - paper
```

```md .planning/phases/01-login/01-01-PLAN.md
<objective>Add the form</objective>
```

## Flagged: a phase that depends on an open one

```md .planning/ROADMAP.md
# Roadmap

- [ ] **Phase 1: Login** - sign in
- [x] **Phase 2: Sheets** - print     <!-- ROAD002 -->

### Phase 1: Login

**Depends on**: Nothing (first phase)

### Phase 2: Sheets

**Depends on**: Phase 1
```

```md .planning/STATE.md
# Project State
```

## Flagged: a verification that waits for a person

```md .planning/ROADMAP.md
# Roadmap

- [x] **Phase 1: Login** - sign in  <!-- ROAD002 -->
```

```md .planning/phases/01-login/01-01-PLAN.md
<objective>Add the form</objective>
```

```md .planning/phases/01-login/01-01-SUMMARY.md
# Summary
```

```md .planning/phases/01-login/01-VERIFICATION.md
---
status: human_needed
---
```

## Accepted: a plan that has a summary, whose box nobody ticked

```md .planning/ROADMAP.md
# Roadmap

- [x] **Phase 1: Login** - sign in

### Phase 1: Login

- [ ] 01-01-PLAN.md - form
```

```md .planning/phases/01-login/01-01-PLAN.md
<objective>Add the form</objective>
```

```md .planning/phases/01-login/01-01-SUMMARY.md
# Summary
```

## Accepted: the tasks have the title of a phase that is still open

```md context/product/roadmap.md
# Product Roadmap

## Phase 1

- [x] **Mail server**: find one that fits

## Future: Mail delivery

- [ ] **Sending**: send the mails
```

```md context/spec/002-mail-server/functional-spec.md
# Functional Specification: Mail server

- **Status:** Approved
```

```md context/spec/002-mail-server/tasks.md
# Tasks: Mail server delivery

- [ ] 1. Send a mail
```

## Accepted: deferred tasks, and a title that is only similar

```md agent-os/product/roadmap.md
# Product Roadmap

1. [x] Login — visitors sign in with their e-mail `M`
2. [x] Login with passkeys — visitors sign in without a password `S`
3. [ ] Song sheets — print what is to be played `S`
```

```md agent-os/specs/2025-10-08-login/tasks.md
# Task Breakdown: Login

- [x] 1.0 Sign-in form
- [ ] 2.0 Sign-out (deferred: needs the session store)
```

```md agent-os/specs/2025-11-02-song-sheets/tasks.md
# Task Breakdown: Song sheets

- [ ] 1.0 Print a sheet
```

```md agent-os/specs/2025-11-09-passkeys/tasks.md
# Task Breakdown: Passkeys

- [ ] 1.0 Register a passkey
```

## Accepted: mentions, a second round, and a spec with another item that is open

```md context/product/roadmap.md
# Product Roadmap

## Phase 1

- [x] **Login** — builds on spec 002
- [x] **Stage plan** (the sibling items, spec 002 and spec 003, are separate specs)
  - Note (spec 003): what remains is the print
- [x] **Song sheets**
- [ ] **Song sheets** (round 2)
- [x] **Stage view** — see context/spec/004-stage/
- [ ] **Stage print** — see context/spec/004-stage/
```

```md context/spec/002-accounts/tasks.md
# Tasks: Accounts

- [ ] **Slice 1: Visitors have an account**
```

```md context/spec/003-sheets/functional-spec.md
# Functional Specification: Song sheets (round 2)

## 1. Overview and Rationale

Sheets are printed.

## 2. Functional Requirements

- A sheet has a title.

## 3. Scope and Boundaries

- Books are out of scope.
```

```md context/spec/003-sheets/tasks.md
# Tasks: Song sheets

- [ ] **Slice 1: Print a sheet**
```

```md context/spec/004-stage/tasks.md
# Tasks: Stage

- [x] **Slice 1: See the stage**
- [ ] **Slice 2: Print the stage**
```
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

from aos_check.model.document import Role, State, Status
from aos_check.model.finding import Place, Problem, Related, Severity
from aos_check.model.project import Milestone, Project
from aos_check.model.rule import Verdicts, project_rule
from aos_check.model.spec import Spec
from aos_check.model.task import Task
from aos_check.model.wording import and_more
from aos_check.progress.milestones import OPEN, overdue, phases_with_items
from aos_check.progress.tasks import first_and_more, point_to_open
from aos_check.reading.roadmap_ledger import phase_name, plan_name

_SHOWN = 5


# An item that says itself that it is done in part.
_PARTLY = re.compile(
    r"\b(?:remaining:|partial(?:ly)?\b|phase \d+ (?:implemented|done|complete))", re.IGNORECASE
)


# The heading of a version that is out: "✅ v1.0 (Phases 1-4) - SHIPPED 2026-01-20".
_SHIPPED = re.compile(r"\bshipped\b", re.IGNORECASE)


_WORD = re.compile(r"[^\W\d_]+")
_GENERAL = {"phase", "future", "later", "tasks", "task", "list", "for", "the", "of", "and"}


@project_rule("ROAD002", doc=__doc__, severity=Severity.ERROR, weak=Severity.WARNING)
def milestone_ticked_early(project: Project) -> Verdicts:
    """Report every spec with open tasks whose items are all done, and every such phase."""
    owners: dict[str, list[Milestone]] = {}
    reported: set[Place] = set()
    for milestone in project.milestones:
        for name in milestone.specs:
            owners.setdefault(name, []).append(milestone)
    for spec in project.specs:
        items = owners.get(spec.id, [])
        # The open tasks may belong to an item that is still open.
        all_done = bool(items) and all(item.state is State.DONE for item in items)
        all_done &= not _belong_elsewhere(spec, project.milestones)
        all_done &= not any(_PARTLY.search(f"{item.title} {item.text}") for item in items)
        still_open = spec.left_open() if all_done else []
        if still_open:
            reported.update(item.at for item in items)
            yield _early(items, spec, still_open)
    for problem in chain(_sections_open(project), _before_dependencies(project)):
        if problem.at not in reported:
            yield problem


def _sections_open(project: Project) -> Iterator[Problem]:
    """Report every done phase with an open item in its section.

    A plan with a summary is done, and so is a phase that the table of progress calls complete.
    """
    phases = list(phases_with_items(project.milestones))
    suspect = [
        (milestone, [it for it in items if it.state in OPEN])
        for milestone, items in phases
        if milestone.state is State.DONE
    ]
    if not any(items for _, items in suspect):
        return
    done = {plan_name(it.id) for spec in project.specs for it in spec.all_tasks() if it.done} - {""}
    told = _told_done(project)
    ever_ticked = any(it.state is State.DONE for _, items in phases for it in items)
    for milestone, items in suspect:
        left = [it for it in items if plan_name(it.title) not in done]
        settled = phase_name(milestone.title) in told or _SHIPPED.search(milestone.phase)
        if left and not settled:
            # A team that never ticks the items of a phase has one habit.
            yield _section_open(milestone, left)._replace(cause="" if ever_ticked else project.root)


def _before_dependencies(project: Project) -> Iterator[Problem]:
    """Report every open phase that a done one depends on, at the first of these."""
    named = Counter(phase_name(it.title) for it in project.milestones)
    settled = _told_done(project) | {phase_name(item.title) for item, _ in overdue(project)}
    still_open = {
        name: it
        for it in project.milestones
        if it.state in OPEN
        and (name := phase_name(it.title))
        and named[name] == 1
        and name not in settled
    }
    early: dict[str, list[Milestone]] = {}
    for milestone in project.milestones:
        for need in milestone.depends_on if milestone.state is State.DONE else ():
            early.setdefault(phase_name(f"phase {need.id}"), []).append(milestone)
    yield from (_early_phase(early[it], still_open[it]) for it in early if it in still_open)


def _told_done(project: Project) -> set[str]:
    """The names of the parts that a ledger calls done."""
    return {it.about for it in project.statements if it.status.value is Status.DONE}


def _belong_elsewhere(spec: Spec, milestones: Iterable[Milestone]) -> bool:
    """True if the task list has the title of an item or phase that is still open."""
    tasks = spec.document(Role.TASKS)
    own = _words(tasks.title) if tasks else set()
    others = (it for it in milestones if it.state is not State.DONE)
    named = (_words(text) for it in others for text in (it.title, it.phase))
    return any(len(words) > 1 and words <= own for words in named)


def _words(title: str) -> set[str]:
    return set(_WORD.findall(title.lower())) - _GENERAL


def _early(items: list[Milestone], spec: Spec, still_open: list[Task]) -> Problem:
    first, *others = items
    reviewed = all(task.in_review for task in still_open)
    subject = f'"{first.title}" and {len(others)} more are' if others else f'"{first.title}" is'
    return Problem(
        at=first.at,
        spec=spec.id,
        message=f"{subject} done, but {spec.id} has open tasks: {first_and_more(still_open)}",
        help="let a person test the work and record the result, or untick the item"
        if reviewed
        else "finish the tasks, mark them as deferred, or untick the item",
        related=(
            *(Related(item.at, f'"{item.title}" too') for item in others[:_SHOWN]),
            *point_to_open(still_open),
        ),
        weak=reviewed,
    )


def _early_phase(done: list[Milestone], still_open: Milestone) -> Problem:
    first, *others = done
    does = f"and {len(others)} more are done, but depend" if others else "is done, but depends"
    return Problem(
        at=first.at,
        message=f'"{first.title}" {does} on "{still_open.title}", which is open',
        help="finish that phase and tick it, correct the dependency, or untick the phase",
        related=(
            Related(still_open.at, f'"{still_open.title}" is open'),
            *(Related(item.at, f'"{item.title}" is done') for item in others[:_SHOWN]),
        ),
        weak=True,
    )


def _section_open(milestone: Milestone, left: list[Milestone]) -> Problem:
    more = and_more(left)
    return Problem(
        at=milestone.at,
        message=f'"{milestone.title}" is done, but its section has an open item: '
        f'"{left[0].title}"{more}',
        help="finish the items of the section and tick them, or untick the phase",
        related=tuple(Related(item.at, f'"{item.title}" is open') for item in left[:_SHOWN]),
    )
