"""Roadmap items that are open although all their work is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aos_check.model.document import State
from aos_check.model.finding import Place, Related
from aos_check.model.project import Milestone, Project
from aos_check.model.spec import Spec

_OPEN = (State.OPEN, State.IN_PROGRESS)
_WAITS = (State.DEFERRED, State.BLOCKED)


def overdue(project: Project) -> Iterator[tuple[Milestone, list[Spec]]]:
    """Every open item whose specs are all done, with these specs."""
    for index, milestone in enumerate(project.milestones):
        if milestone.state not in _OPEN or not milestone.specs:
            continue
        if any(part.state in _OPEN for part in _parts(project.milestones, index)):
            continue
        specs = [spec for spec in project.specs if spec.id in milestone.specs]
        if all(_is_whole(spec) for spec in specs):
            yield milestone, specs


def why_done(specs: Sequence[Spec]) -> tuple[Related, ...]:
    """The task files that show it."""
    return tuple(
        Related(Place(spec.tasks.path), "every task is done") for spec in specs if spec.tasks
    )


def _parts(milestones: tuple[Milestone, ...], index: int) -> Iterator[Milestone]:
    """The items that are indented below the one at `index`."""
    whole = milestones[index]
    for position in range(index + 1, len(milestones)):
        part = milestones[position]
        if part.at.column <= whole.at.column or part.phase != whole.phase:
            return
        yield part


def _is_whole(spec: Spec) -> bool:
    """True when every task is done; what waits may be what keeps the item open."""
    return spec.finished and not any(task.state in _WAITS for task in spec.all_tasks())
