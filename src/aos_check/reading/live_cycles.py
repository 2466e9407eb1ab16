"""Adds the cycles of a bucket to the projects whose specs they are about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from aos_check.model.addresses import SpecDirectory
from aos_check.model.cycle import CycleState, Entry, Revision
from aos_check.model.document import Mark, Role
from aos_check.model.finding import Place
from aos_check.model.project import Project
from aos_check.model.workflow import Workflow
from aos_check.reading.cycles import KEY, read_cycle, read_state
from aos_check.reading.phases import cycle_phases
from aos_check.reading.schemas import located_complaints
from aos_check.reading.structured import Data, UnreadableDataError, load_json

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
    homes = _Homes(projects)
    found: dict[str, list[Workflow]] = defaultdict(list)
    for key, own in kept.items():
        match = KEY.fullmatch(key)
        if match and own[-1].value is not None:
            root, at, known = homes.of(match["spec"] or "")
            workflow = _workflow(key, own, at, pointers)
            if not known:  # other repositories may use the bucket too
                workflow = workflow._replace(phases=(), errors=())
            found[root].append(workflow)
    return tuple(
        it._replace(workflows=(*it.workflows, *found[it.root]), live=True) for it in projects
    )


class _Homes:
    """Finds the project that a cycle belongs to, and its place there."""

    def __init__(self, projects: Sequence[Project]) -> None:
        self._directories = [(it.root, SpecDirectory(it.specs)) for it in projects]
        other = next((it for it in projects if "peer" in it.layouts), projects[0])
        documents = (document.at for document in other.all_documents())
        self._other = other.root, next(documents, Place(other.root))

    def of(self, name: str) -> tuple[str, Place, bool]:
        """The root of the project, the place, and whether the spec is known; "" names no spec."""
        for root, directory in self._directories:
            for spec in directory.find(name) if name else ():
                return root, (spec.document(Role.TASKS) or spec).at, True
        return *self._other, not name


def _workflow(key: str, kept: Sequence[Entry], at: Place, pointers: Mapping[str, str]) -> Workflow:
    try:
        value = load_json(_text(kept[-1]))
        faults = [
            f"the peer cycle does not satisfy its schema: {complaint.text}"
            for complaint in located_complaints("peer-cycle", value)
        ]
        cycle = None if faults else read_cycle(value, key, pointers)
    except UnreadableDataError as error:
        return _invalid(key, at, [f"the value cannot be read: {error}"])
    except RecursionError:
        return _invalid(key, at, ["the value cannot be read: it nests too deeply"])
    if faults:
        return _invalid(key, at, faults)
    phases = tuple(it._replace(at=at) for it in cycle_phases(Data(value, {}), at.path))
    if cycle:
        earlier = (_revision(it, _state(_text(it))) for it in kept[:-1])
        cycle = cycle._replace(revisions=(*earlier, _revision(kept[-1], cycle.state)))
    return Workflow("peer", at, phases, cycle=cycle)


def _invalid(key: str, at: Place, faults: Sequence[str]) -> Workflow:
    errors = tuple(Mark(f"{key} in NATS: {fault}", at) for fault in faults)
    return Workflow("peer", at, errors=errors)


def _revision(entry: Entry, state: CycleState | None) -> Revision:
    return Revision(entry.revision, entry.when, state)


def _state(text: str) -> CycleState | None:
    """The state at an earlier revision; None if it cannot be read."""
    try:
        value = load_json(text)
        return read_state(value) if isinstance(value, dict) else None
    except (UnreadableDataError, RecursionError):
        return None


def _text(entry: Entry) -> str:
    return (entry.value or b"").decode("utf-8", "replace")
