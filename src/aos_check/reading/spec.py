"""Reads a spec: its documents, status, approval, requirements and tasks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from aos_check.model.assignment import Assignment
from aos_check.model.document import Box, BoxKind, Document, Mark, Role, State, Status, StatusLine
from aos_check.model.finding import Place
from aos_check.model.spec import NamedFile, Spec
from aos_check.model.task import TaskList
from aos_check.reading.archiving import archive_of, archiving
from aos_check.reading.assignments import read_assignments
from aos_check.reading.document import Reading
from aos_check.reading.expressions import expression
from aos_check.reading.layouts import Artifact, Layout
from aos_check.reading.named_files import named_files
from aos_check.reading.page import OpenPage, SourceFile
from aos_check.reading.read_cache import ReadCache
from aos_check.reading.shared_requirements import shared_requirements, with_requirements
from aos_check.reading.spec_approval import approval_of
from aos_check.reading.spec_documents import Outside, assigned, missing, parts_of
from aos_check.reading.spec_folders import SpecFolder
from aos_check.reading.spec_requirements import deltas_of, requirements_of
from aos_check.reading.spec_tasks import joined, outweighed
from aos_check.reading.spec_title import title_of
from aos_check.reading.stories import is_story
from aos_check.reading.task_values import settings_of, states_of
from aos_check.reading.unread_tasks import with_unlinked, with_unread, with_untracked


def read_spec(
    folder: SpecFolder,
    outside: Outside,
    open_page: OpenPage,
    reading: Reading,
    cache: ReadCache,
    status: StatusLine | None = None,
) -> Spec:
    """The spec in `folder`; `outside` are its documents in other folders.

    A `status` outside of the documents takes precedence.
    """
    layout = folder.layout
    if elsewhere := {path for path, _ in outside}:
        folder = replace(folder, files=[it for it in folder.files if it not in elsewhere])
    parts = parts_of(folder)
    settings = settings_of(folder, open_page)
    content = _Content(reading, cache, states_of(settings))
    for path, artifact in assigned(folder, parts, outside):
        if page := open_page(path):
            content.add(page, artifact)
    shared = shared_requirements(folder, open_page)
    tasks = joined(content.lists, folder, parts, settings, open_page)
    tasks = with_requirements(tasks, shared, open_page) if tasks and shared else tasks
    documents = content.documents(tasks)
    spec = _named(folder)._replace(
        title=title_of(folder, documents) or folder.slug,
        status=status or _status(folder, documents),
        documents=tuple(documents),
        missing=tuple(missing(folder, parts, has_tasks=_has_any(tasks))),
        tasks=tasks,
        assignments=content.assignments,
        requirements=shared.own if shared else tuple(requirements_of(content.pages, layout)),
        criteria=tuple(_criteria(documents, tasks, layout)),
        claims=tuple(_claims(documents)),
        deltas=tuple(deltas_of(folder, open_page)),
        named_files=_named_files(tasks, content.pages.get(Role.TASKS, []), reading),
        archiving=archiving(tasks, folder) if tasks else frozenset(),
    )
    approval = approval_of(spec, layout, by_status=reading.by_status)
    return spec._replace(approval=approval, tasks=outweighed(spec, layout))


def _named(folder: SpecFolder) -> Spec:
    """The spec, as far as its place and its layout determine it."""
    layout = folder.layout
    return Spec(
        id=folder.id,
        slug=folder.slug,
        path=folder.path,
        layout=layout.name,
        number=folder.number,
        word=layout.specs.word,
        bucket=folder.bucket,
        well_named=folder.well_named,
        traced=frozenset(map(str.lower, layout.requirements.traced)),
        archive=archive_of(folder),
        reviews_work=layout.status.approves == "unless-draft",
    )


class _Content:
    """Collects the pages, documents and lists of tasks of a spec.

    `states` are those that the project gives to the statuses of its tasks.
    """

    def __init__(self, reading: Reading, cache: ReadCache, states: Mapping[str, State]) -> None:
        self._reading = reading
        self._cache = cache
        self._states = states
        self.pages: dict[Role, list[SourceFile]] = {}
        self.assignments: tuple[Assignment, ...] = ()
        self._documents: list[Document] = []
        self._lists: list[TaskList] = []
        self._plans: list[TaskList] = []
        self._tracking: set[str] = set()

    def add(self, page: SourceFile, artifact: Artifact) -> None:
        """Read the page, unless it is only about a story."""
        self.pages.setdefault(artifact.role, []).append(page)
        document = self._cache.document(page, artifact, self._reading)
        is_of_story = artifact.format == "story"
        if is_of_story and not is_story(page, document):
            return
        if artifact.role is Role.TASKS or artifact.task_file:
            known = replace(artifact, states=self._states) if self._states else artifact
            found = self._cache.tasks(page, known)
            (self._lists if artifact.tracked else self._plans).append(found)
            document = with_unread(document, found, is_of_story=is_of_story)
        if artifact.role is Role.ASSIGNMENTS:
            read = read_assignments(page)
            self.assignments += read.assignments
            document = document._replace(unread=(*document.unread, *read.unread))
        self._documents.append(document)
        if artifact.tracked and not (is_of_story and document.status):
            self._tracking.add(page.path)

    @property
    def lists(self) -> list[TaskList]:
        """The lists of tasks. One that says which are done replaces the plan that it follows."""
        return self._lists or self._plans

    def documents(self, tasks: TaskList | None) -> list[Document]:
        """The documents, with marks for what is not read in the `tasks` of them all."""
        if tasks is None:
            return self._documents
        return [
            with_untracked(it, tasks) if it.path in self._tracking else it
            for it in with_unlinked(self._documents, tasks)
        ]


def _has_any(tasks: TaskList | None) -> bool:
    return tasks is not None and any(True for _ in tasks.all_tasks())


def _named_files(
    tasks: TaskList | None, pages: list[SourceFile], reading: Reading
) -> tuple[NamedFile, ...]:
    if tasks and tasks.tracked and reading.paths:
        return named_files(tasks, pages, reading.paths.names)
    return ()


_BUCKET_STATUS = {
    "review": Status.REVIEW,
    "approved": Status.APPROVED,
    "completed": Status.DONE,
}


def _status(folder: SpecFolder, documents: list[Document]) -> StatusLine | None:
    """The first status of the documents in the layout's order, else the bucket's."""
    lines = []
    for role in folder.layout.status.roles:
        lines += [d.status for d in documents if d.role is role and d.status]
    if known := [line for line in lines if line.value is not Status.UNSET]:
        return known[0]
    if folder.bucket in _BUCKET_STATUS:
        return StatusLine(_BUCKET_STATUS[folder.bucket], folder.bucket, Place(folder.path))
    return lines[0] if lines else None


def _criteria(documents: list[Document], tasks: TaskList | None, layout: Layout) -> Iterator[Box]:
    """The criteria of the documents or, if each task is a file, those of the tasks."""
    if tasks and layout.has_task_files:
        yield from (box for task in tasks.all_tasks() for box in task.criteria)
        return
    for document in documents:
        if document.role in (Role.REQUIREMENTS, Role.TASKS):
            yield from (box for box in document.boxes if box.kind is BoxKind.CRITERION)


_PARTLY = expression(r"issue|partial|except|warning|⚠|remaining|\d\s*/\s*\d|%", re.IGNORECASE)


def _claims(documents: list[Document]) -> Iterator[Mark]:
    """The statuses of closing documents that claim completion without any reservation."""
    for document in documents:
        if document.role is Role.CLOSING and document.status:
            status = document.status
            if status.value is Status.DONE and not _PARTLY.search(status.text):
                yield Mark(status.text, status.at)
