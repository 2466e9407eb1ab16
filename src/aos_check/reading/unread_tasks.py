"""Marks in a spec's documents what could not be read of its tasks."""

from __future__ import annotations

from aos_check.model.document import Document, Mark, Status
from aos_check.model.task import TaskList
from aos_check.reading.task_values import unknown_status

_MIN_LINES = 4  # of a task file that should have tasks


def with_unread(document: Document, tasks: TaskList, *, is_of_story: bool) -> Document:
    """The document, with marks for what could not be read in its tasks and in a story's status."""
    lines = document.statuses if is_of_story else ()
    unknown = (unknown_status(it.text, it.at) for it in lines if it.value is Status.UNKNOWN)
    return _marked(document, *unknown, *tasks.unread)


def with_unlinked(documents: list[Document], tasks: TaskList) -> list[Document]:
    """The documents, with marks for tasks in files of their own that could not be linked."""
    marks = {mark.at.path: mark for mark in tasks.unread}
    return [_marked(it, marks[it.path]) if it.path in marks else it for it in documents]


def with_untracked(document: Document, tasks: TaskList) -> Document:
    """The document, with a mark if it is a task file in which no task has a state.

    If some of its lines are unread already, they are the reason.
    """
    untracked = not tasks.tracked and document.path == tasks.path
    if not untracked or document.unread or document.lines < _MIN_LINES:
        return document
    return _marked(document, Mark("nothing in this task file says which task is done", document.at))


def _marked(document: Document, *marks: Mark) -> Document:
    return document._replace(unread=tuple(dict.fromkeys((*document.unread, *marks))))
