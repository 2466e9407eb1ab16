"""A spec: a feature on its way from idea to done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from aos_check.model.approval import Approval
from aos_check.model.assignment import Assignment
from aos_check.model.document import Box, Document, Mark, Role, Status, StatusLine
from aos_check.model.finding import Place
from aos_check.model.proof import ProofRecord
from aos_check.model.task import Task, TaskList
from aos_check.model.task_pairs import are_alike, same_words
from aos_check.model.workflow import SpecPhases

_NOT_BEGUN = frozenset({"new", "not started", "not yet started"})


class Requirement(NamedTuple):
    """A requirement with an id.

    `by_name`: the id is a name that tasks do not refer to. `deferred`: no task has to do it now.
    """

    id: str
    text: str
    at: Place
    by_name: bool = False
    deferred: bool = False


class Delta(NamedTuple):
    """What a spec does to one requirement of the document at `base`.

    `kind` is added, modified, removed or renamed; `to` is the new name of a renamed one. `text` are
    the words below the name.
    """

    kind: str
    name: str
    at: Place
    base: str
    to: str = ""
    text: str = ""


class NamedFile(NamedTuple):
    """A source file that a done task names as what it makes.

    `found`: the tree has it, or one with a similar name. None if the tree cannot show it.
    """

    task: str
    path: str
    at: Place
    found: bool | None

    @property
    def name(self) -> str:
        """Its name without folders."""
        return self.path.rpartition("/")[2]


class Spec(NamedTuple):
    """A feature on its way from idea to done.

    `bucket` is the meaning of its lifecycle folder (`review`, `approved`, `completed`), `path` its
    folder or single file. `word` is before its number on a roadmap. `missing` are the artifacts
    that its layout requires at this stage, with the expected path. `traced` are the kinds of
    requirements that need a task, in lower case; `*` is every kind. `claims` are the places where a
    closing document (recap, verification report) says that all is done. `archive` is the folder
    that the spec belongs in when it is finished ("" if it stays), and `archiving` are the places of
    the open tasks that only archive it. `unknown_tasks` is the reason why it is not known which
    document has the tasks. `approval_file` and `proof_file` are the paths of the files of records,
    which may not exist; the first is "" if the layout knows no requirements that could be approved.
    `proofs` are the records of the second one, in order. `reviews_work`: the status "review" is
    about the work and not about the requirements. `phases` are those of the team's own workflow.
    """

    id: str
    slug: str
    path: str
    layout: str
    number: str | None = None
    word: str = "spec"
    bucket: str | None = None
    title: str = ""
    well_named: bool = True
    status: StatusLine | None = None
    approval: Approval = Approval()
    documents: tuple[Document, ...] = ()
    missing: tuple[tuple[Role, str], ...] = ()
    tasks: TaskList | None = None
    assignments: tuple[Assignment, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    traced: frozenset[str] = frozenset()
    criteria: tuple[Box, ...] = ()
    claims: tuple[Mark, ...] = ()
    deltas: tuple[Delta, ...] = ()
    named_files: tuple[NamedFile, ...] = ()
    archive: str = ""
    archiving: frozenset[Place] = frozenset()
    unknown_tasks: str = ""
    approval_file: str = ""
    proof_file: str = ""
    proofs: tuple[ProofRecord, ...] = ()
    reviews_work: bool = False
    phases: SpecPhases = SpecPhases()

    @property
    def at(self) -> Place:
        """The place of its first document, else of its folder."""
        return self.documents[0].at if self.documents else Place(self.path)

    def document(self, role: Role) -> Document | None:
        """The document with this role, if the spec has one."""
        return next((document for document in self.documents if document.role is role), None)

    @property
    def given_approvals(self) -> list[Mark]:
        """The marks of its approval, without its place among the completed specs.

        That place comes with the end of the work, and nobody gives an approval by it.
        """
        ended = {Mark(text, Place(self.path)) for text in ("completed", "in completed/")}
        return [mark for mark in self.approval.marks if mark not in ended]

    def all_tasks(self) -> Iterator[Task]:
        """Every task at any depth; none if the tasks have no states."""
        if self.tasks and self.tasks.tracked:
            yield from self.tasks.all_tasks()

    def open_tasks(self) -> list[Task]:
        """The tasks that are neither done, deferred, blocked nor cancelled."""
        return [task for task in self.all_tasks() if task.still_open]

    def work_left(self) -> list[Task]:
        """The open tasks, without those that only archive the spec."""
        return [task for task in self.open_tasks() if task.at not in self.archiving]

    def first_started(self) -> Task | None:
        """The first task that is in progress or done."""
        return next((task for task in self.all_tasks() if task.started), None)

    def left_open(self) -> list[Task]:
        """The open tasks, without those below a done one, which another rule reports."""
        below_done: set[int] = set()
        for task in self.all_tasks():
            if task.done or id(task) in below_done:
                below_done.update(map(id, task.subtasks))
        return [task for task in self.open_tasks() if id(task) not in below_done]

    def open_questions(self) -> Iterator[Mark]:
        """The open questions in requirements, overview and design."""
        for document in self.documents:
            if document.role in (Role.REQUIREMENTS, Role.OVERVIEW, Role.DESIGN):
                yield from document.questions

    def same_task(self, earlier: Task) -> Task | None:
        """The task in this version of the spec: by its title, else by its id and an alike title."""
        tasks = list(self.all_tasks())
        words = same_words(earlier.title)
        titled = [task for task in tasks if same_words(task.title) == words]
        alike = (task for task in titled or tasks if task.id == earlier.id)
        if (own := next(alike, None)) and are_alike(earlier.title, own.title):
            return own
        return max(titled, key=lambda task: task.done, default=None)

    def proofs_by_task(self) -> dict[str, ProofRecord]:
        """The last proof of each task by its id, else that of the task above it."""
        own = {it.task_in(self.id, self.slug, self.path): it for it in self.proofs}
        found: dict[str, ProofRecord] = {}
        for task in self.all_tasks() if own else ():
            if proof := own.get(task.id) or found.get(task.parent or ""):
                found[task.id] = proof
        return found

    @property
    def written_status(self) -> StatusLine | None:
        """The status, if it is in a file and not only that of the lifecycle folder."""
        is_file = any(document.path == self.path for document in self.documents)
        of_folder = self.status and self.status.at.path == self.path and not is_file
        return None if of_folder else self.status

    @property
    def lagging_status(self) -> StatusLine | None:
        """The status in a document that says draft or planning, although all tasks are done.

        "Ready" is about the document, and "in review" may be about the work.
        """
        status = self.written_status
        return status if status and status.value is Status.DRAFT and self.finished else None

    @property
    def denied_start(self) -> StatusLine | None:
        """The status in a document that says "new" or "not started", although a task is done."""
        status = self.status
        if status is None or not any(task.done for task in self.all_tasks()):
            return None
        words = status.text.strip(" *`").lower().replace("_", " ").replace("-", " ")
        return status if words in _NOT_BEGUN else None

    @property
    def early_review(self) -> StatusLine | None:
        """The status that says that the work is in review, although no task has begun."""
        status = self.written_status if self.reviews_work and self.work_left() else None
        in_review = status and status.value is Status.REVIEW and not self.first_started()
        return status if in_review else None

    @property
    def marked_done(self) -> bool:
        """True when a document's status, or the lifecycle folder, says that it is done."""
        status = self.written_status
        return bool(status and status.value is Status.DONE) or self.bucket == "completed"

    @property
    def under_review(self) -> bool:
        """True when its lifecycle folder or its status says that people review it."""
        return self.bucket == "review" or bool(self.status and self.status.value is Status.REVIEW)

    @property
    def has_tasks(self) -> bool:
        """True when there are tasks, even if they have no states."""
        return self.tasks is not None and any(True for _ in self.tasks.all_tasks())

    @property
    def closed(self) -> bool:
        """True when it is finished, or in the folder of completed specs."""
        return self.finished or self.bucket == "completed"

    @property
    def finished(self) -> bool:
        """True when there are tasks, and none of them is open."""
        tasks = list(self.all_tasks())
        return any(task.done for task in tasks) and not any(task.still_open for task in tasks)
