"""The next step of a spec: its kinds, and what it depends on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from aos_check.model.finding import Place
from aos_check.model.project import Milestone
from aos_check.model.spec import Spec
from aos_check.reading.layouts import Layout


class StepKind(str, Enum):
    """The kinds of next steps."""

    WORK = "work"
    APPROVE = "approve"
    CLARIFY = "clarify"
    WRITE = "write"
    GATE = "gate"
    WAIT = "wait"
    PROVE = "prove"
    CLOSE = "close"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class NextStep:
    """The step that is allowed next. `text` says what to do; for WORK it is the task's title.

    `how` is the one command, edit or line that does it. `task` is the id of the task to work on,
    `address` its name outside its file. `assigned` is the task's subagent and standards in words,
    if the spec assigns them. NONE has no place.
    """

    kind: StepKind
    text: str
    why: str
    how: str = ""
    at: Place | None = None
    task: str | None = None
    address: str | None = None
    assigned: str = ""


@dataclass(frozen=True, slots=True)
class StepContext:
    """A spec, and the facts outside it that its next step depends on.

    `name` is the first part of its tasks' addresses; `layout` says where missing documents go;
    `unticked` is the roadmap item that needs only its tick.
    """

    spec: Spec
    name: str
    layout: Layout | None = None
    unticked: Milestone | None = None


def nothing(why: str) -> NextStep:
    """The step of a spec that needs no work."""
    return NextStep(StepKind.NONE, "nothing is left to do", why)
