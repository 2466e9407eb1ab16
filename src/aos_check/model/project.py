"""The words of the trade: task, spec, decision, milestone, project.

Reading fills these in once; rules only look at them. Everything knows where it stands (`at`).
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any, NamedTuple

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


class DecisionStatus(str, Enum):
    """Where a decision stands. OTHER: words that no vocabulary has; NONE: no status at all."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DEPRECATED = "deprecated"
    SUPERSEDED = "superseded"
    OTHER = "other"
    NONE = "none"


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


class Dependency(NamedTuple):
    """What a task or group waits for: a task's id, or a group's with the word used for it."""

    word: str  # "task", "group", "phase", "slice", …; "" when only an id is given
    id: str
    at: Place


class Task(NamedTuple):
    """One piece of work. An open one that is put aside with a word is DEFERRED or BLOCKED."""

    id: str
    title: str
    state: State
    at: Place
    parent: str | None = None
    group: str = ""
    depends_on: tuple[Dependency, ...] = ()
    requirements: tuple[str, ...] = ()
    agent: str | None = None
    effort: str | None = None
    criteria: tuple[Box, ...] = ()
    subtasks: tuple[Task, ...] = ()

    @property
    def done(self) -> bool:
        """True when it is marked done."""
        return self.state is State.DONE

    @property
    def still_open(self) -> bool:
        """True when work is left and nothing says why not: neither done nor put aside."""
        return self.state in (State.OPEN, State.IN_PROGRESS)

    @property
    def named(self) -> bool:
        """True when the id is written in the file, not made up from the task's place."""
        return not self.id.startswith("~")

    def walk(self) -> Iterator[Task]:
        """The task and everything below it, in document order."""
        left = [self]
        while left:
            task = left.pop()
            yield task
            left.extend(reversed(task.subtasks))


class Gate(NamedTuple):
    """A validation gate: `phase` is the id of the phase that it closes, if that is known."""

    title: str
    phase: str | None
    at: Place
    boxes: tuple[Box, ...]

    @property
    def open_boxes(self) -> tuple[Box, ...]:
        """The criteria that are not met."""
        return tuple(box for box in self.boxes if box.state is State.OPEN)


class Group(NamedTuple):
    """A heading over tasks (task group, slice, phase): no task, but it may be waited for."""

    word: str
    id: str | None
    title: str
    at: Place
    depends_on: tuple[Dependency, ...] = ()
    tasks: tuple[Task, ...] = ()


class TaskList(NamedTuple):
    """What a task file holds. Not `tracked`: nothing in it has a state, so nothing is judged.

    `cut_at` is where it names more dependencies than are followed.
    """

    path: str
    groups: tuple[Group, ...] = ()
    gates: tuple[Gate, ...] = ()
    tracked: bool = True
    cut_at: Place | None = None

    def all_tasks(self) -> Iterator[Task]:
        """Every task at any depth, in document order."""
        for group in self.groups:
            for task in group.tasks:
                yield from task.walk()


class Requirement(NamedTuple):
    """A requirement that has an id."""

    id: str
    text: str
    at: Place


class Demand(NamedTuple):
    """One piece of evidence that a gate's definition asks for; `validator` is code to test it."""

    name: str
    type: str
    required: bool
    validator: str = ""


class Phase(NamedTuple):
    """One phase as a workflow recorded it, beside what its gate demands (None: no gate known)."""

    number: int
    name: str
    state: str  # pending | in-progress | passed | failed | skipped
    at: Place
    evidence: dict[str, Any]
    demands: tuple[Demand, ...] | None = None

    @property
    def title(self) -> str:
        """The phase as messages name it: `phase 2 (Technical Design)`."""
        return f"phase {self.number} ({self.name})" if self.name else f"phase {self.number}"


class Workflow(NamedTuple):
    """A machine's record of phases, in their legal order; `errors` are its schema's complaints."""

    kind: str
    at: Place
    phases: tuple[Phase, ...] = ()
    errors: tuple[Mark, ...] = ()


class ApprovalLevel(str, Enum):
    """How well an approval is proved, from not at all to best."""

    NONE = "none"
    STATUS = "status"
    PINNED = "pinned"
    SEPARATE = "separate"
    LISTED = "listed"
    SIGNED = "signed"

    @property
    def rank(self) -> int:
        """Its place in the order of levels."""
        return list(ApprovalLevel).index(self)


class ApprovalRecord(NamedTuple):
    """One person's approval of one document as it was; `artifact` is its path in the tree.

    `sections` are the digests of single requirements by their ids, `when` is the time it says.
    """

    artifact: str
    by: str
    digest: str
    at: Place
    sections: tuple[tuple[str, str], ...] = ()
    when: str = ""


class StaleApproval(NamedTuple):
    """A record whose document has changed since: the requirements that differ, if it says so."""

    record: ApprovalRecord
    document: Place
    changed: tuple[tuple[str, Place], ...] = ()


class Approval(NamedTuple):
    """Whether the requirements of a spec are approved, and how well that is proved.

    The layout's own marks: `approved` by any positive one, `vetoes` win over everything. `records`
    are those of `approval.json`. `asked` is the level that the project asks for, None where
    nothing says so and the layout has no word for it. `level` is the one proved, `by` by whom;
    `own` says of records why they are no one else's; `unproved` why more cannot be proved yet.
    """

    approved: bool = False
    marks: tuple[Mark, ...] = ()
    vetoes: tuple[Mark, ...] = ()
    records: tuple[ApprovalRecord, ...] = ()
    asked: ApprovalLevel | None = None
    level: ApprovalLevel = ApprovalLevel.NONE
    by: tuple[str, ...] = ()
    stale: tuple[StaleApproval, ...] = ()
    own: tuple[Mark, ...] = ()
    unproved: str = ""

    @property
    def holds(self) -> bool:
        """True when it is proved at the level asked for; at the least one where none is said."""
        return self.level.rank >= (self.asked or ApprovalLevel.STATUS).rank


class Spec(NamedTuple):
    """A feature on its way from idea to done.

    `bucket` is the meaning of the lifecycle folder it lies in (`review`, `approved`, `completed`),
    `path` its folder or single file. `missing` are the artifacts that its layout requires at this
    stage, with the path expected. `traced` says that the layout wants every requirement named by a
    task. `claims` are the places where a closing document (recap, verification report) says that
    all is done.
    """

    id: str
    slug: str
    path: str
    layout: str
    number: str | None = None
    bucket: str | None = None
    title: str = ""
    well_named: bool = True
    status: StatusLine | None = None
    approval: Approval = Approval()
    documents: tuple[Document, ...] = ()
    missing: tuple[tuple[Role, str], ...] = ()
    tasks: TaskList | None = None
    requirements: tuple[Requirement, ...] = ()
    traced: bool = False
    criteria: tuple[Box, ...] = ()
    claims: tuple[Mark, ...] = ()

    @property
    def at(self) -> Place:
        """Where the spec begins: its first document, else its folder."""
        return self.documents[0].at if self.documents else Place(self.path)

    def document(self, role: Role) -> Document | None:
        """The document that plays `role`, if the spec has one."""
        return next((document for document in self.documents if document.role is role), None)

    def all_tasks(self) -> Iterator[Task]:
        """Every task at any depth; none when nothing in the file says what is done."""
        if self.tasks and self.tasks.tracked:
            yield from self.tasks.all_tasks()

    def open_tasks(self) -> list[Task]:
        """The tasks that are neither done nor put aside with a word."""
        return [task for task in self.all_tasks() if task.still_open]

    def left_open(self) -> list[Task]:
        """The open tasks, without those below a done one: that contradiction is its own."""
        below_done: set[int] = set()
        for task in self.all_tasks():
            if task.done or id(task) in below_done:
                below_done.update(map(id, task.subtasks))
        return [task for task in self.open_tasks() if id(task) not in below_done]

    @property
    def said_done(self) -> bool:
        """True when a document's status, or the folder that it lies in, says that it is done."""
        status = self.status
        if status and status.value is Status.DONE and status.at.path != self.path:
            return True
        return self.bucket == "completed"

    @property
    def finished(self) -> bool:
        """True when there are tasks and none is left."""
        tasks = list(self.all_tasks())
        return any(task.done for task in tasks) and not any(task.still_open for task in tasks)


class Milestone(NamedTuple):
    """A roadmap item. `specs` are the ids of the specs that belong to it."""

    title: str
    state: State
    at: Place
    phase: str = ""
    effort: str | None = None
    text: str = ""
    specs: tuple[str, ...] = ()


class Decision(NamedTuple):
    """A decision record, or one entry of a decision log.

    `numbers` are the numbers that file name, title and text give it, each with the word for where;
    `mentions` the ids of every other decision that its text names; `scheme` is the folder and the
    way of numbering within which a number is unique. `lacks` are the required parts (context,
    decision, consequences) that are absent or empty; `substance` is the text of context and
    decision, white space evened out.
    """

    id: str
    number: int | None
    title: str
    status: DecisionStatus
    status_text: str
    at: Place
    form: str
    status_at: Place | None = None
    date: str | None = None
    date_text: str = ""
    date_at: Place | None = None
    superseded_by: str | None = None
    supersedes: tuple[str, ...] = ()
    mentions: frozenset[str] = frozenset()
    sections: tuple[Section, ...] = ()
    numbers: tuple[tuple[str, int, Place], ...] = ()
    scheme: str = ""
    lacks: tuple[str, ...] = ()
    substance: str = ""


class Project(NamedTuple):
    """What a tree holds below one root, read with the layouts found there.

    `expects` are the roles (mission, roadmap) that its layouts have. `documents` are those that
    belong to no spec; `unreadable` are files that could not be read, with the reason; `workflows`
    are the records that machines keep of phases and gates.
    """

    root: str
    layouts: tuple[str, ...]
    expects: frozenset[Role] = frozenset()
    mission: Document | None = None
    roadmap: Document | None = None
    milestones: tuple[Milestone, ...] = ()
    decisions: tuple[Decision, ...] = ()
    specs: tuple[Spec, ...] = ()
    documents: tuple[Document, ...] = ()
    unreadable: tuple[Mark, ...] = ()
    workflows: tuple[Workflow, ...] = ()

    def all_documents(self) -> Iterator[Document]:
        """Every document of the project and of its specs, each once."""
        yield from self.documents
        for spec in self.specs:
            yield from spec.documents
