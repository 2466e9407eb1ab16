"""What an examination comes to, and what all of them together mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple


class ResultState(Enum):
    """How something was found."""

    OK = "ok"
    OPEN = "open"
    ABSENT = "not installed"
    UNJUDGED = "not judged"
    NOTE = "note"


class Result(NamedTuple):
    """What was looked at, in which gate, and how it was found; `remedy` is what helps.

    `blocks`: it has been seen, or its file says, that it keeps what is wrong out of the history.
    """

    gate: str
    subject: str
    state: ResultState
    text: str
    remedy: str = ""
    blocks: bool = False


DECISIVE = frozenset({"git-hooks", "ci"})
"""The gates that keep something out of the history; an agent's hook only speaks earlier."""

_FINE, _OPEN, _UNKNOWN = 0, 1, 2


def exit_code(results: Sequence[Result], examined: Iterable[str]) -> int:
    """1 where a gate is open, or none stands at all; 2 where that cannot be told; else 0.

    Whether one stands is only asked where all that could be one was looked at.
    """
    if any(result.state is ResultState.OPEN for result in results):
        return _OPEN
    deciding = [result for result in results if result.gate in DECISIVE]
    if any(result.blocks for result in deciding):
        return _FINE
    if any(result.state is ResultState.UNJUDGED for result in deciding):
        return _UNKNOWN
    return _OPEN if set(examined) >= DECISIVE else _FINE
