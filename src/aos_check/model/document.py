"""A document: its sections, boxes, marks and statuses, with their places."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from aos_check.model.finding import Place


class State(str, Enum):
    """The state of a task or a box."""

    OPEN = "open"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    DEFERRED = "deferred"
    BLOCKED = "blocked"
    CANCELLED = "cancelled"


class Status(str, Enum):
    """The stage that a document states. READY: the document is finished, not the work."""

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
    """The meaning of a checkbox, by its context. No rule checks a NOTE."""

    TASK = "task"
    CRITERION = "criterion"
    GATE = "gate"
    APPROVER = "approver"
    MILESTONE = "milestone"
    NOTE = "note"


class Role(str, Enum):
    """The role of a document in its project or spec."""

    MISSION = "mission"
    ROADMAP = "roadmap"
    DECISION = "decision"
    OVERVIEW = "overview"
    REQUIREMENTS = "requirements"
    DESIGN = "design"
    TASKS = "tasks"
    CLOSING = "closing"
    IDEA = "idea"
    ASSIGNMENTS = "assignments"
    OTHER = "other"


class Box(NamedTuple):
    """A checkbox and its meaning."""

    kind: BoxKind
    state: State
    text: str
    at: Place


class Mark(NamedTuple):
    """A few words at a place: the target of a link, a placeholder, an open question."""

    text: str
    at: Place


class BrokenLink(NamedTuple):
    """A link to a missing file.

    `missing` is the first part of its path that does not exist, "" outside of the repository.
    """

    text: str
    at: Place
    missing: str


class StatusLine(NamedTuple):
    """A status as written and as understood; `flag` is the name of the flag that states it."""

    value: Status
    text: str
    at: Place
    flag: str = ""


class Section(NamedTuple):
    """A heading; `empty` if there is nothing under it."""

    title: str
    level: int
    at: Place
    empty: bool


class Ignore(NamedTuple):
    """A suppression: its codes, its reason, and the line it applies to (None: the file).

    `text` is the text of that line.
    """

    codes: tuple[str, ...]
    reason: str
    at: Place
    line: int | None
    text: str = ""


class Document(NamedTuple):
    """One file, whatever its role, with everything that a rule may need.

    `metadata` are the keys (lower case) and values of its head. `lacks` are the required sections
    that are absent or empty. `unread` are lines that look like an artifact and could not be read,
    with the reason. `questions` are the open questions, `broken_links` the relative targets that
    are not in the tree, `placeholders` the template texts that are not filled in. `approved` are
    the parts that an approval covers, each with its first line and the line after it; without any,
    it covers the whole document.
    """

    path: str
    role: Role
    title: str = ""
    metadata: tuple[tuple[str, str, Place], ...] = ()
    statuses: tuple[StatusLine, ...] = ()
    sections: tuple[Section, ...] = ()
    broken_links: tuple[BrokenLink, ...] = ()
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
    approved: tuple[tuple[int, int], ...] = ()
    lines: int = 0

    @property
    def at(self) -> Place:
        """The start of the file."""
        return Place(self.path)

    @property
    def status(self) -> StatusLine | None:
        """The first status with a value, else the first one."""
        known = [line for line in self.statuses if line.value is not Status.UNSET]
        return next(iter([*known, *self.statuses]), None)
