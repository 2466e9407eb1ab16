"""Narrows projects to the specs that a step may concern, so that a long history stays linear."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from aos_check.judging.replay.steps import Step
from aos_check.model.project import Milestone, Project
from aos_check.model.spec import Spec
from aos_check.reading.snapshot import Snapshot


def concerns_all(step: Step) -> bool:
    """True if the step changes more than single specs.

    That is so if other documents change, if specs come or go, or if one gets another title.
    """
    before, after = step.diff.before.found, step.diff.after.found
    if before.folders.keys() != after.folders.keys():
        return True
    users = [after.users.get(path) or before.users.get(path) for path in step.documents]
    specs = {path for each in users for path in each or ()}
    return None in users or any(
        step.diff.before.spec(path).title != step.diff.after.spec(path).title for path in specs
    )


def concerned(step: Step, earlier: Sequence[Project], later: Sequence[Project]) -> set[str]:
    """The paths of the specs that a step may concern, before or after it.

    These are the touched ones, those with the same number or name, and those in the same or in
    changed roadmap items.
    """
    users = (step.diff.before.found.users, step.diff.after.found.users)
    touched = {spec for each in users for path in step.documents for spec in each.get(path, ())}
    sides = later if earlier is later else (*earlier, *later)
    specs = [spec for project in sides for spec in project.specs]
    names = {name for spec in specs if spec.path in touched for name in _names(spec)}
    before, after = (
        {_state(it) for project in projects for it in project.milestones}
        for projects in (earlier, later)
    )
    ids = {spec.id for spec in specs if not names.isdisjoint(_names(spec))}
    ids.update(name for _, _, own in before ^ after for name in own)
    ids.update(name for _, _, own in before | after if not ids.isdisjoint(own) for name in own)
    return {spec.path for spec in specs if spec.id in ids}


def _names(spec: Spec) -> Iterator[str]:
    yield from filter(None, (spec.id, spec.slug, spec.number))


def _state(item: Milestone) -> tuple[str, str, tuple[str, ...]]:
    return item.title, item.state.value, item.specs


def narrowed(
    shared: Iterable[Project], paths: Collection[str], snapshot: Snapshot
) -> tuple[Project, ...]:
    """The shared documents, with only these specs of the snapshot and their roadmap items."""
    found = []
    for project in shared:
        ids = {spec.id for spec in project.specs if spec.path in paths}
        specs = tuple(snapshot.spec(it.path) for it in project.specs if it.path in paths)
        milestones = tuple(it for it in project.milestones if ids.issuperset(it.specs))
        found.append(project._replace(specs=specs, milestones=milestones))
    return tuple(found)
