"""Roadmap items that are open although all their work is done."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import takewhile

from aos_check.model.document import State
from aos_check.model.finding import Place, Related
from aos_check.model.project import Milestone, Project
from aos_check.model.spec import Spec
from aos_check.reading.expressions import expression

OPEN = (State.OPEN, State.IN_PROGRESS)
_WAITING = (State.DEFERRED, State.BLOCKED)


def overdue(project: Project) -> Iterator[tuple[Milestone, list[Spec]]]:
    """Every open item whose specs are all done, with these specs."""
    for index, milestone in enumerate(project.milestones):
        if milestone.state not in OPEN or not milestone.specs:
            continue
        if any(part.state in OPEN for part in _parts(project.milestones, index)):
            continue
        specs = [spec for spec in project.specs if spec.id in milestone.specs]
        if all(map(_all_done, specs)):
            yield milestone, specs


def why_done(specs: Sequence[Spec]) -> tuple[Related, ...]:
    """The task files of the specs, as proof that they are done."""
    return tuple(
        Related(Place(spec.tasks.path), "every task is done") for spec in specs if spec.tasks
    )


def _parts(milestones: tuple[Milestone, ...], index: int) -> Iterator[Milestone]:
    """The items that are indented below the one at `index`."""
    whole = milestones[index]
    return takewhile(
        lambda it: it.at.column > whole.at.column and it.phase == whole.phase,
        milestones[index + 1 :],
    )


def _all_done(spec: Spec) -> bool:
    """True when every task is done and no phase of the team is left.

    A deferred or blocked task may keep the item open.
    """
    is_over = spec.finished and not spec.phases.current
    return is_over and not any(task.state in _WAITING for task in spec.all_tasks())


def phases_with_items(
    milestones: Sequence[Milestone],
) -> Iterator[tuple[Milestone, list[Milestone]]]:
    """Each item that is called like the heading of a phase, with the items under that heading."""
    inside: defaultdict[tuple[str, str], list[Milestone]] = defaultdict(list)
    for milestone in milestones:
        heading = _phase_name(milestone.phase)
        if heading and not _phase_name(milestone.title):
            inside[heading].append(milestone)
    for milestone in milestones:
        if name := _phase_name(milestone.title):
            yield milestone, inside.pop(name, [])


_PHASE = expression(r"\W*phase\s+0*(\d{1,4}[a-z]?(?:\.\d{1,4})*)\b\W*(\w*)", re.IGNORECASE)


def _phase_name(text: str) -> tuple[str, str] | None:
    """The number and the first word: a heading may add "(INSERTED)", an item "(2/2 plans)"."""
    found = _PHASE.match(text)
    return (found[1].lower(), found[2].lower()) if found else None
