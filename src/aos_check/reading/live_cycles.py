"""Adds the cycles of a bucket to the projects whose specs they are about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from aos_check.model.addresses import SpecDirectory
from aos_check.model.cycle import CycleState, Entry, Revision
from aos_check.model.document import Mark, Role
from aos_check.model.finding import Place
from aos_check.model.project import Project
from aos_check.model.spec import Spec
from aos_check.model.workflow import Workflow
from aos_check.reading.cycles import KEY, read_cycle, read_state
from aos_check.reading.phases import cycle_phases
from aos_check.reading.schemas import located_complaints
from aos_check.reading.structured import Data, UnreadableDataError, load_json, read_json

_LEGAL = re.compile(r"peer\.[-/_=.A-Za-z0-9]+")
"""The keys that a bucket allows, of cycles and their pointers."""


def with_live_cycles(projects: Sequence[Project], entries: Sequence[Entry]) -> tuple[Project, ...]:
    """The projects with the cycles among the entries, which are in the order of revisions.

    A cycle belongs to the project that has its spec, else to the first that uses PEER.
    """
    kept: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if _LEGAL.fullmatch(entry.key):
            kept[entry.key].append(entry)
    pointers = {key: _text(own[-1]) for key, own in kept.items() if key.endswith(".current")}
    found: dict[str, list[Workflow]] = defaultdict(list)
    for key, own in kept.items():
        match = KEY.fullmatch(key)
        if match and own[-1].value is not None:
            spec = match["spec"] or ""
            project, specs = _home(projects, spec)
            at = _place(specs[0]) if specs else _first_place(project)
            workflow = _workflow(key, own, at, pointers)
            if spec and not specs:  # other repositories may use the bucket too
                workflow = workflow._replace(phases=(), errors=())
            found[project.root].append(workflow)
    return tuple(
        it._replace(workflows=(*it.workflows, *found[it.root]), live=True) for it in projects
    )


def _home(projects: Sequence[Project], name: str) -> tuple[Project, list[Spec]]:
    """The project that a cycle belongs to, and the specs of that name in it."""
    for project in projects:
        if specs := SpecDirectory(project.specs).find(name):
            return project, specs
    return next((it for it in projects if "peer" in it.layouts), projects[0]), []


def _place(spec: Spec) -> Place:
    tasks = spec.document(Role.TASKS)
    return tasks.at if tasks else spec.at


def _first_place(project: Project) -> Place:
    documents = (document.at for document in project.all_documents())
    return next(documents, Place(project.root))


def _workflow(key: str, kept: Sequence[Entry], at: Place, pointers: Mapping[str, str]) -> Workflow:
    try:
        record = read_json(_text(kept[-1]))
    except UnreadableDataError as error:
        return _invalid(key, at, [f"the value cannot be read: {error}"])
    repeated = [f"the key {name!r} is given twice" for name, _ in record.repeated]
    if faults := [*repeated, *_complaints(record)]:
        return _invalid(key, at, faults)
    cycle = read_cycle(record.value, key, pointers)
    phases = tuple(it._replace(at=at) for it in cycle_phases(record, at.path))
    live = cycle and cycle._replace(revisions=tuple(_revisions(kept)))
    return Workflow("peer", at, phases, cycle=live)


def _complaints(record: Data) -> Iterator[str]:
    for complaint in located_complaints("peer-cycle", record.value):
        yield f"the peer cycle does not satisfy its schema: {complaint.text}"


def _invalid(key: str, at: Place, faults: Sequence[str]) -> Workflow:
    errors = tuple(Mark(f"{key} in NATS: {fault}", at) for fault in faults)
    return Workflow("peer", at, errors=errors)


def _revisions(kept: Sequence[Entry]) -> Iterator[Revision]:
    for entry in kept:
        yield Revision(entry.revision, entry.when, _state(_text(entry)))


def _state(text: str) -> CycleState | None:
    """The state at an earlier revision; None if it cannot be read."""
    try:
        value = load_json(text)
        return read_state(value) if isinstance(value, dict) else None
    except (UnreadableDataError, RecursionError):
        return None


def _text(entry: Entry) -> str:
    return (entry.value or b"").decode("utf-8", "replace")
