"""A spec: a feature on its way from idea to done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from aos_check.model.approval import Approval
from aos_check.model.document import Box, Document, Mark, Role, Status, StatusLine
from aos_check.model.finding import Place
from aos_check.model.task import Task, TaskList


class Requirement(NamedTuple):
    """A requirement that has an id."""

    id: str
    text: str
    at: Place


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

    def open_questions(self) -> Iterator[Mark]:
        """The open questions in the documents that say what to build."""
        for document in self.documents:
            if document.role in (Role.REQUIREMENTS, Role.OVERVIEW, Role.DESIGN):
                yield from document.questions

    @property
    def lagging_status(self) -> StatusLine | None:
        """The status that a document states, if it is from before the work and all tasks are done.

        What only the lifecycle folder says does not count.
        """
        status = self.status
        if status is None or status.at.path == self.path or not self.finished:
            return None
        return status if status.value in (Status.DRAFT, Status.REVIEW, Status.READY) else None

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
