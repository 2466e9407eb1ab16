"""Reads the records of tools in a home: workflow states with gates, and exported PEER cycles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from aos_check.model.document import Mark
from aos_check.model.finding import Place
from aos_check.model.tree import Tree
from aos_check.model.wording import shortened
from aos_check.model.workflow import Workflow
from aos_check.model.workflow_definition import WorkflowDefinition
from aos_check.reading.cycles import KEY as CYCLE_KEY
from aos_check.reading.cycles import read_cycle
from aos_check.reading.page import UnreadableFileError, read_text
from aos_check.reading.phases import cycle_phases, workflow_phases
from aos_check.reading.schemas import located_complaints
from aos_check.reading.structured import Data, UnreadableDataError, read_json, read_yaml
from aos_check.reading.workflow_definitions import gate_of, with_metadata

# Paths below the home. The path of a gate includes its workflow and phase.
_STATE = re.compile(r"\.cache/state/[^/]+\.json")
_LATER_STATE = re.compile(r"state/(?:workflow/[^/]+/)?[^/]+\.json")
_DEFINED = re.compile(
    r"workflows/(?P<workflow>[^/]+)/(?:metadata\.json|phases/(?P<phase>\d{1,3})/[^/]+)"
)
_METADATA = re.compile(r"workflows/(?P<workflow>[^/]+)/metadata\.json")
_GATE = re.compile(r"workflows/(?:.*/)?gate-definition\.ya?ml")
_PHASE_GATE = re.compile(r"workflows/(?P<workflow>[^/]+)/phases/(?P<phase>\d{1,3})/[^/]+")


class Records(NamedTuple):
    """The workflow states, cycles and invalid records of a home, and its workflow definitions."""

    workflows: tuple[Workflow, ...] = ()
    definitions: tuple[WorkflowDefinition, ...] = ()


def read_records(tree: Tree, home: str, paths: Iterable[str]) -> Records:
    """The records and definitions in `home`."""
    prefix = "" if home in ("", ".") else f"{home}/"
    below = {path[len(prefix) :]: path for path in sorted(paths) if path.startswith(prefix)}
    reader = _RecordReader(tree, below)
    workflows = tuple(reader.read())
    return Records(workflows, tuple(reader.definitions.values()))


class _RecordReader:
    """Reads the definitions before the states that refer to them.

    `files` maps paths below the home to paths in the tree.
    """

    def __init__(self, tree: Tree, files: dict[str, str]) -> None:
        self._tree = tree
        self._files = files
        self.definitions: dict[str, WorkflowDefinition] = {}

    def read(self) -> Iterator[Workflow]:
        """The records among the files."""
        for kind, folders in self._phase_folders().items():
            found = tuple(folders.items())
            self.definitions[kind] = WorkflowDefinition(kind, folders=found)
        known = [it for it in self._files if _METADATA.fullmatch(it) or _GATE.fullmatch(it)]
        for name in known:
            yield from self._definition(name, self._files[name])
        for name, path in self._files.items():
            if name.endswith(".json") and name not in known:
                yield from self._record(name, path)

    def _phase_folders(self) -> dict[str, dict[int, Place]]:
        """The first file in the folder of each phase of each workflow."""
        found: dict[str, dict[int, Place]] = {}
        for name, path in self._files.items():
            if match := _DEFINED.fullmatch(name):
                folders = found.setdefault(match["workflow"], {})
                if match["phase"]:
                    folders.setdefault(int(match["phase"]), Place(path))
        return found

    def _definition(self, name: str, path: str) -> Iterator[Workflow]:
        metadata, gate = _METADATA.fullmatch(name), _PHASE_GATE.fullmatch(name)
        kind = "workflow-metadata" if metadata else "gate-definition"
        record, errors = self._open(kind, path)
        if record is None or errors:
            yield Workflow(_noun(kind), Place(path), errors=errors)
        if metadata:
            definition = self.definitions[metadata["workflow"]]._replace(metadata=Place(path))
            if record and not errors:
                definition = with_metadata(definition, record, path, set(self._files.values()))
            self.definitions[metadata["workflow"]] = definition
        elif gate and record and not errors:
            definition = self.definitions[gate["workflow"]]
            gates = (*definition.gates, gate_of(int(gate["phase"]), record, path))
            self.definitions[gate["workflow"]] = definition._replace(gates=gates)

    def _record(self, name: str, path: str) -> Iterator[Workflow]:
        if _STATE.fullmatch(name):
            yield self._state(path)
        elif CYCLE_KEY.fullmatch(_stem(name)):
            yield from self._cycles(path)
        elif text := self._text(path):
            # For any other path, the content decides.
            if _LATER_STATE.fullmatch(name) and _mentions(text, *_STATE_KEYS):
                yield self._state(path)
            elif _mentions(text, "cycle_id", "phases"):
                yield from self._cycles(path)

    def _text(self, path: str) -> str:
        try:
            return read_text(self._tree, path)
        except UnreadableFileError:
            return ""

    def _state(self, path: str) -> Workflow:
        kind = "workflow-state"
        record, errors = self._open(kind, path)
        if record is None or errors:
            return Workflow(_noun(kind), Place(path), errors=errors)
        workflow = record.value["workflow_type"]
        definition = self.definitions.get(workflow) or WorkflowDefinition(workflow)
        phases = workflow_phases(record, path, definition)
        return Workflow(workflow, Place(path), tuple(phases), target=_target(record.value))

    def _cycles(self, path: str) -> Iterator[Workflow]:
        record, errors = self._open(None, path)
        if record is None or errors:
            yield Workflow("peer", Place(path), errors=errors)
            return
        for within in _places_of_cycles(record.value, named=bool(CYCLE_KEY.fullmatch(_stem(path)))):
            cycle = record.value[within[0]] if within else record.value
            errors = tuple(_complaints("peer-cycle", cycle, record, path, within))
            at = Place(path, record.line(*within))
            if errors:
                yield Workflow("peer", at, errors=errors)
                continue
            key = within[0] if within else _stem(path)
            read = read_cycle(cycle, key, beside=record.value)
            yield Workflow("peer", at, tuple(cycle_phases(record, path, within)), cycle=read)

    def _open(self, kind: str | None, path: str) -> tuple[Data | None, tuple[Mark, ...]]:
        """The record and its errors; None if it cannot be read."""
        parse = read_json if path.endswith(".json") else read_yaml
        try:
            record = parse(read_text(self._tree, path))
        except UnreadableFileError as error:
            return None, (Mark(f"the record cannot be read: {error}", Place(path)),)
        except UnreadableDataError as error:
            return None, (Mark(f"the record cannot be read: {error}", Place(path, error.line)),)
        errors = list(_repetitions(record, path))
        if kind:
            errors.extend(_complaints(kind, record.value, record, path))
        return record, tuple(errors)


def _target(state: Mapping[str, Any]) -> str:
    """The spec that the state names or, if it names none, the file."""
    spec = (state.get("metadata") or {}).get("spec_path")
    return spec if isinstance(spec, str) else state.get("target_file") or ""


_STATE_KEYS = ("workflow_type", "completed_phases", "checkpoints")


def _mentions(text: str, *keys: str) -> bool:
    return all(f'"{key}"' in text for key in keys)


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".json")


def _noun(kind: str) -> str:
    return kind.replace("-", " ")


_MAX_REPETITIONS = 20
_MAX_KEY = 60


def _repetitions(record: Data, path: str) -> Iterator[Mark]:
    for key, line in record.repeated[:_MAX_REPETITIONS]:
        shown = shortened(key, _MAX_KEY)
        yield Mark(f"the key {shown!r} is given twice, and only the last counts", Place(path, line))


def _complaints(
    kind: str, value: object, record: Data, path: str, within: tuple[str, ...] = ()
) -> Iterator[Mark]:
    for complaint in located_complaints(kind, value):
        line = record.line(*within, *complaint.path)
        text = f"the {_noun(kind)} does not satisfy its schema: {complaint.text}"
        yield Mark(text, Place(path, line))


def _places_of_cycles(value: object, *, named: bool) -> Iterator[tuple[str, ...]]:
    """The paths of the cycles in an exported file, which is a cycle or maps keys to cycles."""
    keys = [key for key in value if CYCLE_KEY.fullmatch(key)] if isinstance(value, dict) else []
    if isinstance(value, dict) and {"cycle_id", "phases"} <= value.keys():
        yield ()
    elif keys:
        yield from ((key,) for key in keys)
    elif named:
        yield ()
