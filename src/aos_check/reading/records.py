"""Reads the records of tools in a home: workflow states with gates, and exported PEER cycles."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from aos_check.model.document import Mark
from aos_check.model.finding import Place
from aos_check.model.tree import Tree
from aos_check.model.wording import shortened
from aos_check.model.workflow import Workflow
from aos_check.reading.cycles import KEY as CYCLE_KEY
from aos_check.reading.cycles import read_cycle
from aos_check.reading.page import UnreadableFileError, read_text
from aos_check.reading.phases import Plan, cycle_phases, demands, workflow_phases
from aos_check.reading.schemas import located_complaints
from aos_check.reading.structured import Data, UnreadableDataError, read_json, read_yaml

# Paths below the home. The path of a gate includes its workflow and phase.
_STATE = re.compile(r"\.cache/state/[^/]+\.json")
_LATER_STATE = re.compile(r"state/(?:workflow/[^/]+/)?[^/]+\.json")
_METADATA = re.compile(r"workflows/(?P<workflow>[^/]+)/metadata\.json")
_GATE = re.compile(r"workflows/(?:.*/)?gate-definition\.ya?ml")
_PHASE_GATE = re.compile(r"workflows/(?P<workflow>[^/]+)/phases/(?P<phase>\d{1,3})/[^/]+")


def read_records(tree: Tree, home: str, paths: Iterable[str]) -> tuple[Workflow, ...]:
    """Every workflow state, cycle and invalid record in `home`."""
    prefix = "" if home in ("", ".") else f"{home}/"
    below = {path[len(prefix) :]: path for path in sorted(paths) if path.startswith(prefix)}
    reader = _RecordReader(tree)
    return tuple(reader.read(below))


class _RecordReader:
    """Reads the definitions before the states that refer to them."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._plans: dict[str, Plan] = defaultdict(Plan)

    def read(self, files: dict[str, str]) -> Iterator[Workflow]:
        """The records among `files`, which map paths below the home to paths in the tree."""
        definitions = [name for name in files if _METADATA.fullmatch(name) or _GATE.fullmatch(name)]
        for name in definitions:
            yield from self._definition(name, files[name])
        for name, path in files.items():
            if name.endswith(".json") and name not in definitions:
                yield from self._record(name, path)

    def _definition(self, name: str, path: str) -> Iterator[Workflow]:
        metadata = _METADATA.fullmatch(name)
        kind = "workflow-metadata" if metadata else "gate-definition"
        record, errors = self._open(kind, path)
        if record is None or errors:
            yield Workflow(_noun(kind), Place(path), errors=errors)
        elif metadata:
            self._plans[metadata["workflow"]].add_metadata(record.value)
        elif gate := _PHASE_GATE.fullmatch(name):
            plan = self._plans[gate["workflow"]]
            plan.demands[int(gate["phase"])] = demands(record.value)

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
        phases = workflow_phases(record, path, self._plans[workflow])
        return Workflow(workflow, Place(path), tuple(phases))

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
