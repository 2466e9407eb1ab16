"""The gates that keep mistakes out of the history, as `aos-check doctor` finds them."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class ResultState(Enum):
    """The state of a gate."""

    OK = "ok"
    OPEN = "open"
    ABSENT = "not installed"
    UNJUDGED = "not judged"
    NOTE = "note"


class Result(NamedTuple):
    """One thing that was examined, the gate it belongs to, its state and the `remedy`.

    `blocks` is true if a test or its file shows that it keeps mistakes out of the history.
    """

    gate: str
    subject: str
    state: ResultState
    text: str
    remedy: str = ""
    blocks: bool = False


DECISIVE = frozenset({"git-hooks", "ci"})
"""The gates that keep mistakes out of the history; an agent's hook only warns earlier."""
