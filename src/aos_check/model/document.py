"""A document: its sections, boxes, marks and statuses, each with its place."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from aos_check.model.finding import Place


class State(str, Enum):
    """Where a task or a box stands."""

    OPEN = "open"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    DEFERRED = "deferred"
    BLOCKED = "blocked"
    CANCELLED = "cancelled"


class Status(str, Enum):
    """What a document says of its own stage. READY: the document is finished, not the work."""

    UNSET = "unset"
    DRAFT = "draft"
    REVIEW = "review"
    READY = "ready"
    APPROVED = "approved"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


class BoxKind(str, Enum):
    """What a checkbox stands for, decided by what contains it. A NOTE is judged by no rule."""

    TASK = "task"
    CRITERION = "criterion"
    GATE = "gate"
    APPROVER = "approver"
    MILESTONE = "milestone"
    NOTE = "note"


class Role(str, Enum):
    """What a document is to its project or spec."""

    MISSION = "mission"
    ROADMAP = "roadmap"
    DECISION = "decision"
    OVERVIEW = "overview"
    REQUIREMENTS = "requirements"
    DESIGN = "design"
    TASKS = "tasks"
    CLOSING = "closing"
    IDEA = "idea"
    OTHER = "other"


class Box(NamedTuple):
    """A checkbox and what it stands for."""

    kind: BoxKind
    state: State
    text: str
    at: Place


class Mark(NamedTuple):
    """A few words at a place: a link's target, a placeholder, an open question, an oddity."""

    text: str
    at: Place


class StatusLine(NamedTuple):
    """A status as written and as understood."""

    value: Status
    text: str
    at: Place


class Section(NamedTuple):
    """A heading and whether anything stands under it."""

    title: str
    level: int
    at: Place
    empty: bool


class Ignore(NamedTuple):
    """A suppression: the codes, the reason given, and the line it speaks of (None: the file).

    `text` is what that line says.
    """

    codes: tuple[str, ...]
    reason: str
    at: Place
    line: int | None
    text: str = ""


class Document(NamedTuple):
    """One file that was read: what any rule may want to know of it, whatever its role.

    `metadata` is the head's keys (lower case) and values. `lacks` are the sections that its layout
    requires and that are absent or empty. `unread` are lines that look like an artifact and could
    not be read as one, with what is wrong. `questions` are the open ones, `broken_links` the
    relative targets that are not in the tree, `placeholders` template text nobody filled in.
    """

    path: str
    role: Role
    title: str = ""
    metadata: tuple[tuple[str, str, Place], ...] = ()
    statuses: tuple[StatusLine, ...] = ()
    sections: tuple[Section, ...] = ()
    broken_links: tuple[Mark, ...] = ()
    placeholders: tuple[Mark, ...] = ()
    questions: tuple[Mark, ...] = ()
    repeated_keys: tuple[Mark, ...] = ()
    code_blocks: tuple[Place, ...] = ()
    markers: tuple[Mark, ...] = ()
    boxes: tuple[Box, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    unread: tuple[Mark, ...] = ()
    lacks: tuple[str, ...] = ()
    forbids_code: bool = False
    lines: int = 0

    @property
    def at(self) -> Place:
        """The head of the file."""
        return Place(self.path)

    @property
    def status(self) -> StatusLine | None:
        """The first status that says something, else the first one written."""
        said = [line for line in self.statuses if line.value is not Status.UNSET]
        return next(iter([*said, *self.statuses]), None)
