"""Reads the definition of a workflow of prAxIs OS from its metadata, gates and phase folders."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from aos_check.model.document import Mark
from aos_check.model.finding import Place
from aos_check.model.workflow import Demand
from aos_check.model.workflow_definition import DefinedGate, DefinedPhase, WorkflowDefinition
from aos_check.reading.structured import Data

_FILE_KEYS = ("file", "phase_file")


def with_metadata(
    definition: WorkflowDefinition, record: Data, path: str, files: Collection[str]
) -> WorkflowDefinition:
    """The definition with the phases in its valid metadata."""
    metadata = record.value
    phases = metadata.get("phases", ())
    total = metadata.get("total_phases")
    # A range such as "1-N" stands for phases that the task file defines.
    open_ended = any(isinstance(it["phase_number"], str) for it in phases)
    return definition._replace(
        phases=tuple(_phases(record, path, files)),
        first=metadata.get("start_phase"),
        total=total if isinstance(total, int) else None,
        total_at=Place(path, record.line("total_phases")),
        dynamic=open_ended or isinstance(total, str) or metadata.get("dynamic_phases") is True,
    )


def _phases(record: Data, path: str, files: Collection[str]) -> Iterator[DefinedPhase]:
    folder = posixpath.dirname(path)
    for index, phase in enumerate(record.value.get("phases", ())):
        number = phase["phase_number"]
        if isinstance(number, int):
            yield DefinedPhase(
                number=number,
                name=phase.get("phase_name", ""),
                at=Place(path, record.line("phases", index, "phase_number")),
                skippable=bool(phase.get("skippable")),
                missing=tuple(_missing(phase, folder, files)),
            )


def _missing(phase: Mapping[str, Any], folder: str, files: Collection[str]) -> Iterator[str]:
    """The files that the phase and its tasks name, and that are not among `files`."""
    tasks = phase.get("tasks")
    named = [phase.get(key) for key in _FILE_KEYS]
    named += [it.get("file") for it in tasks if isinstance(it, dict)] if tasks else []
    for name in dict.fromkeys(it for it in named if isinstance(it, str) and it):
        places = (f"{folder}/phases/{phase['phase_number']}/{name}", f"{folder}/{name}")
        if not any(posixpath.normpath(place) in files for place in places):
            yield name


def gate_of(phase: int, record: Data, path: str) -> DefinedGate:
    """The gate in a valid gate definition. A disabled gate demands nothing."""
    gate = record.value
    if gate["checkpoint"].get("enabled") is False:
        return DefinedGate(phase, Place(path))
    demands = tuple(
        Demand(
            name=name,
            type=wanted.get("type", "string"),
            required=wanted.get("required", False),
            validator=wanted.get("validator") or "",
        )
        for name, wanted in gate["evidence_schema"].items()
    )
    known = gate.get("validators") or {}
    untested = (it for it in demands if it.validator and it.validator not in known)
    places = (
        Mark(it.name, Place(path, record.line("evidence_schema", it.name, "validator")))
        for it in untested
    )
    return DefinedGate(phase, Place(path), demands, tuple(places))
