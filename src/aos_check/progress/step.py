"""A step: what is legal next for a spec, in a sentence, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from aos_check.model.finding import Place
from aos_check.model.project import Milestone
from aos_check.model.spec import Spec
from aos_check.reading.layouts import Layout


class StepKind(str, Enum):
    """What sort of thing comes next."""

    WORK = "work"
    APPROVE = "approve"
    CLARIFY = "clarify"
    WRITE = "write"
    GATE = "gate"
    WAIT = "wait"
    CLOSE = "close"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is legal next. `text` says what to do; for WORK it is the task's title.

    `how` is the one command, edit or line that does it. `task` is the id of the task to work on,
    `address` its name outside its file. NONE has no place.
    """

    kind: StepKind
    text: str
    why: str
    how: str = ""
    at: Place | None = None
    task: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class StepContext:
    """A spec, and what its next step depends on beside it.

    `name` is what the addresses of its tasks begin with; `layout` says where what is missing is to
    be written; `unticked` is the roadmap item that waits for nothing but its tick.
    """

    spec: Spec
    name: str
    layout: Layout | None = None
    unticked: Milestone | None = None


def nothing(why: str) -> NextStep:
    """The step of a spec that is at rest."""
    return NextStep(StepKind.NONE, "nothing is left to do", why)
