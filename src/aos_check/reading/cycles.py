"""Reads the state of a cycle of plan, execute, express and review from its JSON value."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from aos_check.model.cycle import PHASES, SUMMARY, Cycle, CycleState

KEY = re.compile(
    r"(?P<before>peer[.:_-](?:spec[.:_-](?P<spec>.+)|global)[.:_-]cycle[.:_-])(?P<number>\d{1,9})"
)
"""The key of a cycle. In the name of an exported file, the separators may be others."""


def read_cycle(value: Mapping[str, Any], key: str, beside: Mapping[str, Any]) -> Cycle | None:
    """The cycle at this key, or else of its own id; None if neither is the key of a cycle.

    `beside` has the other values by their keys, among them perhaps the number of the current cycle.
    """
    state = read_state(value)
    found = KEY.fullmatch(key) or KEY.fullmatch(state.id)
    if found is None:
        return None
    pointer = read_pointer(beside.get(f"{found['before']}current"))
    return Cycle(found[0], found["spec"] or "", int(found["number"]), state, pointer)


def read_state(value: Mapping[str, Any]) -> CycleState:
    """The state in a value, which need not satisfy the schema.

    Raises RecursionError if it is nested too deeply.
    """
    metadata, context = _mapping(value.get("metadata")), _mapping(value.get("context"))
    phases = {name: _mapping(_mapping(value.get("phases")).get(name)) for name in PHASES}
    parts = {**phases, SUMMARY: value.get("cycle_summary")}
    return CycleState(
        id=_word(value.get("cycle_id")),
        status=_word(metadata.get("status")),
        current=_phase(_word(metadata.get("current_phase"))),
        mode=_word(context.get("peer_mode")),
        instruction=_word(metadata.get("instruction_name")),
        stages={name: _word(phase.get("status")) or "pending" for name, phase in phases.items()},
        parts={name: json.dumps(it, sort_keys=True) for name, it in parts.items() if _is_begun(it)},
        tasks=tuple(_tasks(_mapping(phases["execute"].get("output")))),
    )


def _is_begun(part: Any) -> bool:  # noqa: ANN401 - what JSON holds
    """False for a phase that has only a status, which is pending."""
    if not isinstance(part, dict):
        return bool(part)
    return any(value and (name, value) != ("status", "pending") for name, value in part.items())


_TASK = re.compile(r"(?:[Tt]ask\s{1,3})?(?P<id>\d{1,6}(?:\.\d{1,6}){0,5})(?![\w.]*\w)")


def _tasks(output: Mapping[str, Any]) -> Iterator[str]:
    """The ids of the completed tasks in the output of the execution."""
    found = output.get("tasks_completed") or _mapping(output.get("outputs")).get("tasks_completed")
    for item in found if isinstance(found, list) else ():
        name = _mapping(item).get("id", item)
        if isinstance(name, str) and (match := _TASK.match(name)):
            yield match["id"]


def read_pointer(value: object) -> int | None:
    """The number of the current cycle, which may be written as a string."""
    text = str(value).strip(' \n"')
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else None


def _phase(word: str) -> str:
    """The phase that a word means: the coordinator begins with `planning`."""
    return next((name for name in PHASES if word.lower()[:4] == name[:4]), "")


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""
