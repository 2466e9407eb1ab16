"""Reads a spec: its documents, status, approval, requirements and tasks."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import partial
from itertools import chain
from typing import TypeAlias

from aos_check.model.approval import Approval, ApprovalLevel
from aos_check.model.document import Box, BoxKind, Document, Mark, Role, State, Status, StatusLine
from aos_check.model.finding import Place
from aos_check.model.spec import Delta, Requirement, Spec
from aos_check.model.task import TaskList
from aos_check.model.wording import shortened
from aos_check.reading.archiving import archive_of, archiving
from aos_check.reading.deltas import read_deltas, requirements_by_name
from aos_check.reading.discovery import SpecFolder
from aos_check.reading.document import Reading
from aos_check.reading.expressions import expression
from aos_check.reading.layouts import Artifact, Layout
from aos_check.reading.linked_tasks import Parts, linked
from aos_check.reading.markdown import LineKind
from aos_check.reading.named_files import named_files
from aos_check.reading.numbered_requirements import numbered_requirements, user_stories
from aos_check.reading.page import OpenPage, SourceFile
from aos_check.reading.read_cache import ReadCache
from aos_check.reading.settled_tasks import with_settled
from aos_check.reading.shared_requirements import shared_requirements, with_requirements
from aos_check.reading.stories import is_story, story_criteria
from aos_check.reading.task_master import with_others_last
from aos_check.reading.task_values import LONGEST, settings_of, states_of


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
    elsewhere = {path for path, _ in outside}
    folder = replace(folder, files=[it for it in folder.files if it not in elsewhere])
    pages: dict[Role, list[SourceFile]] = {}
    documents: list[Document] = []
    lists: list[TaskList] = []
    plans: list[TaskList] = []  # without states
    tracking: set[str] = set()
    parts = parts_of(folder)
    settings = settings_of(folder, open_page)
    states = states_of(settings)
    for path, artifact in assigned(folder, parts, outside):
        page = open_page(path)
        if page is not None:
            pages.setdefault(artifact.role, []).append(page)
            document = cache.document(page, artifact, reading)
            if artifact.format == "story" and not is_story(page, document):
                continue
            if artifact.role is Role.TASKS or artifact.task_file:
                known = replace(artifact, states=states) if states else artifact
                found = cache.tasks(page, known)
                (lists if artifact.tracked else plans).append(found)
                document = _with_unread(document, artifact, found)
            documents.append(document)
            if artifact.tracked and not (artifact.format == "story" and document.status):
                tracking.add(path)
    task_pages = pages.get(Role.TASKS, [])
    # A list that says which tasks are done replaces the plan that it was made from.
    tasks = _all_tasks(lists or plans, folder, parts, settings)
    tasks = tasks and with_settled(tasks, layout, folder.files, open_page)
    shared = shared_requirements(folder, open_page) if layout.requirements_in else None
    if tasks and shared:
        tasks = with_requirements(tasks, shared, open_page)
    documents = _with_orphans(documents, tasks) if tasks else documents
    documents = [
        _with_unread_tasks(document, tasks) if document.path in tracking else document
        for document in documents
    ]
    spec = Spec(
        id=folder.id,
        slug=folder.slug,
        path=folder.path,
        layout=layout.name,
        number=folder.number,
        word=layout.specs.word,
        bucket=folder.bucket,
        title=_title(folder, documents) or folder.slug,
        well_named=folder.well_named,
        status=status or _status(folder, documents),
        documents=tuple(documents),
        missing=tuple(_missing(folder, parts, tasks)),
        tasks=tasks,
        requirements=shared.own if shared else tuple(_requirements(pages, layout)),
        traced=frozenset(map(str.lower, layout.traced)),
        criteria=tuple(_criteria(documents, tasks, layout)),
        claims=tuple(_claims(documents)),
        deltas=tuple(_deltas(folder, open_page)),
        named_files=named_files(tasks, task_pages, reading.paths.names)
        if tasks and tasks.tracked and reading.paths
        else (),
        archive=archive_of(folder),
        archiving=archiving(tasks, folder) if tasks else frozenset(),
        reviews_work=layout.approves == "unless-draft",
    )
    return spec._replace(approval=_approval(spec, layout), tasks=_outweighed(spec, layout))


# The artifact in each file

_OTHER = Artifact(role=Role.OTHER, paths=())
_CLOSING = Artifact(role=Role.CLOSING, paths=())


Outside: TypeAlias = "list[tuple[str, Role]]"
"""The documents of a spec in other folders, with their roles."""


def parts_of(folder: SpecFolder) -> Parts:
    """Each artifact of the layout with its files in the folder."""
    files = {path: folder.below(path).lower() for path in folder.files}
    return [(it, _files_of(it, files)) for it in folder.layout.artifacts]


def _markdown(folder: SpecFolder) -> list[str]:
    return [path for path in folder.files if path.lower().endswith(".md")]


def _files_of(artifact: Artifact, below: Mapping[str, str]) -> list[str]:
    """The files at the first of the artifact's paths that matches any.

    Of two names that differ only in case, the last by code point counts: `tasks.md`.
    """
    for pattern in map(str.lower, artifact.paths):
        fits = partial(_is_like, pattern=pattern) if set("*?[") & set(pattern) else pattern.__eq__
        names = {
            name: path
            for path, name in sorted(below.items())
            # Without a suffix, a pattern is about texts.
            if name.endswith((".md", posixpath.splitext(pattern)[1] or ".md")) and fits(name)
        }
        if found := names:
            return list(found.values())
    return []


def _is_like(name: str, pattern: str) -> bool:
    """True if the pattern matches the name; `**/` may be no folder at all."""
    return fnmatchcase(name, pattern) or fnmatchcase(name, pattern.replace("**/", ""))


def pattern_of(artifact: Artifact, below: str) -> str | None:
    """The artifact's path that a file of the spec's folder matches, if any does."""
    return next((path for path in artifact.paths if _is_like(below.lower(), path.lower())), None)


def assigned(folder: SpecFolder, parts: Parts, outside: Outside) -> Iterator[tuple[str, Artifact]]:
    """Each Markdown file of the spec with its artifact; those of the layout come first."""
    taken: set[str] = set()
    if folder.path in folder.files and not any(paths for _, paths in parts):
        # A spec in a single file, which contains the requirements.
        first = folder.layout.artifact(Role.REQUIREMENTS) or _OTHER
        yield folder.path, replace(first, sections=())
        taken.add(folder.path)
    for artifact, paths in parts:
        for path in paths:
            if path not in taken:
                taken.add(path)
                yield path, artifact
    for path in _markdown(folder):
        if path not in taken:
            yield path, _CLOSING if _CLOSING_NAME.search(path) else _OTHER
    for path, role in outside:
        yield path, folder.layout.artifact(role) or Artifact(role=role, paths=())


_CLOSING_NAME = expression(
    r"/(?:recap|final[-_]verification|completion[-_]\w+|implementation[-_](?:complete|summary))[^/]*\.md$",
    re.IGNORECASE,
)


def _missing(
    folder: SpecFolder, parts: Parts, tasks: TaskList | None
) -> Iterator[tuple[Role, str]]:
    """The missing documents that the layout requires by now; none for a folder of raw notes."""
    present = {artifact.role for artifact, paths in parts if paths}
    if folder.path in folder.files or present <= {Role.IDEA, Role.OTHER}:
        return
    has_tasks = tasks is not None and any(True for _ in tasks.all_tasks())
    for artifact, paths in parts:
        needed = artifact.required == "always" or (artifact.required == "with-tasks" and has_tasks)
        if needed and not paths:
            name = artifact.new_path({"slug": folder.slug, "number": folder.number or ""})
            yield artifact.role, f"{folder.path}/{name}"


# The content of the documents

_TITLE_FORM = expression(
    r"^\W*(?:spec requirements document|(?:functional |technical |feature )?specifications?"
    r"|spec requirements|spec|tasks?(?: breakdown)?|spec tasks"
    r"|(?:(?:software |system |bugfix )?requirements|(?:bugfix )?design) document(?: \(\w+\))?"
    r"|requirements|implementation (?:tasks|plan|guide)|initial spec idea|spec initialization"
    r"|raw idea|plan"
    r"|shap(?:e|ing)(?: notes| decisions)?|change|(?:change )?proposal|design|变更|提案"
    r"|(?:要件|要求)(?:定義)?書?|(?:技術)?設計書?|実装計画書?|実装タスク|タスク"
    r"|需求(?:文档|规格说明书)?|(?:技术)?设计(?:文档)?|(?:实施|实现)计划"
    r"|documento de (?:requisitos|dise[ñn]o|design)|plano? de implementa(?:ci[óo]n|ção)"
    r"|任务(?:列表|清单)?|요구\s?사항(?: 문서)?|설계(?: 문서)?|구현 계획)"
    r"\s*(?:[:：—–-]\s*|$)"
    r"|\s+[—–-]\s+(?:shaping notes|lite summary|requirements document|specification|context)\s*$"
    r"|\s+implementation plan\s*$",
    re.IGNORECASE,
)


def _title(folder: SpecFolder, documents: list[Document]) -> str:
    """The spec's name: `> Spec: NAME`, else the first title other than "Requirements" and such."""
    if folder.layout.specs.each == "home":
        return ""  # no document is about all of it
    own = [d for d in documents if d.role not in (Role.CLOSING, Role.OTHER)]
    for document in own:
        for key, value, _ in document.metadata:
            name = value.strip("` *")
            is_link = _PATH.match(value) or ".md" in value
            if key in _NAME_KEYS and name not in ("", folder.id) and not is_link:
                return name
    titles = (
        _TITLE_FORM.sub("", document.title).strip() for document in own if _is_titled(document)
    )
    return next((title for title in titles if title), "")


_NAME_KEYS = ("spec", "spec name", "project", "feature")
_PATH = expression(r"[`@.\[]*[\w.-]+/[\w./-]+")


def _is_titled(document: Document) -> bool:
    """True if the document begins with a title and not with a section."""
    return bool(document.sections) and document.sections[0].level == 1


def _all_tasks(
    lists: list[TaskList], folder: SpecFolder, parts: Parts, settings: Mapping[str, object]
) -> TaskList | None:
    """The tasks of all lists, linked if each task is a file."""
    tasks = _joined(lists)
    layout = folder.layout
    if tasks and any(artifact.task_file for artifact in layout.artifacts):
        all_here = layout.specs.each == "home"
        return linked(tasks, parts, folder.files, folder.number or "", all_here=all_here)
    tag = settings.get("currentTag")
    return with_others_last(tasks, tag) if tasks and isinstance(tag, str) else tasks


def _joined(lists: list[TaskList]) -> TaskList | None:
    """The tasks of all task files; a layout may split them."""
    if len(lists) <= 1:
        return lists[0] if lists else None
    return TaskList(
        lists[0].path,
        tuple(group for each in lists for group in each.groups),
        tuple(gate for each in lists for gate in each.gates),
        tracked=any(each.tracked for each in lists),
        cut_at=next((each.cut_at for each in lists if each.cut_at), None),
        waves=tuple(wave for each in lists for wave in each.waves),
    )


def _with_unread(document: Document, artifact: Artifact, tasks: TaskList) -> Document:
    """The document, with marks for what could not be read in its tasks and in a story's status."""
    unknown = (
        Mark(f'the status "{shortened(line.text, LONGEST)}" is unknown', line.at)
        for line in document.statuses
        if line.value is Status.UNKNOWN and artifact.format == "story"
    )
    unread = dict.fromkeys((*document.unread, *unknown, *tasks.unread))
    return document._replace(unread=tuple(unread))


def _with_orphans(documents: list[Document], tasks: TaskList) -> list[Document]:
    """The documents, with marks for tasks in files of their own that could not be linked."""
    marks = {mark.at.path: mark for mark in tasks.unread}
    return [
        it._replace(unread=tuple(dict.fromkeys((*it.unread, marks[it.path]))))
        if it.path in marks
        else it
        for it in documents
    ]


def _with_unread_tasks(document: Document, tasks: TaskList | None) -> Document:
    """The document, with a mark if it is a task file in which no task has a state.

    If some of its lines are unread already, they are the reason.
    """
    untracked = tasks and not tasks.tracked and document.path == tasks.path
    if not untracked or document.unread or document.lines < _MIN_LINES:
        return document
    mark = Mark("nothing in this task file says which task is done", document.at)
    return document._replace(unread=(*document.unread, mark))


_MIN_LINES = 4  # of a task file that should have tasks

_BUCKET_STATUS = {
    "review": Status.REVIEW,
    "approved": Status.APPROVED,
    "completed": Status.DONE,
}


def _status(folder: SpecFolder, documents: list[Document]) -> StatusLine | None:
    """The first status of the documents in the layout's order, else the bucket's."""
    lines = []
    for role in folder.layout.status_from:
        lines += [d.status for d in documents if d.role is role and d.status]
    if known := [line for line in lines if line.value is not Status.UNSET]:
        return known[0]
    if folder.bucket in _BUCKET_STATUS:
        return StatusLine(_BUCKET_STATUS[folder.bucket], folder.bucket, Place(folder.path))
    return lines[0] if lines else None


def _outweighed(spec: Spec, layout: Layout) -> TaskList | None:
    """The tasks. In a layout whose boxes need not be ticked, a status of done may say more."""
    artifact = layout.artifact(Role.TASKS)
    silent = artifact and not artifact.tracked and not spec.first_started()
    if spec.tasks and silent and spec.marked_done:
        return spec.tasks._replace(tracked=False)
    return spec.tasks


def _criteria(documents: list[Document], tasks: TaskList | None, layout: Layout) -> Iterator[Box]:
    """The criteria of the documents or, if each task is a file, those of the tasks."""
    if tasks and any(artifact.task_file for artifact in layout.artifacts):
        yield from (box for task in tasks.all_tasks() for box in task.criteria)
        return
    for document in documents:
        if document.role in (Role.REQUIREMENTS, Role.TASKS):
            yield from (box for box in document.boxes if box.kind is BoxKind.CRITERION)


def _requirements(pages: Mapping[Role, list[SourceFile]], layout: Layout) -> Iterator[Requirement]:
    """Each requirement with an id, a number or a name, at its first definition."""
    found: Iterator[Requirement] = iter(())
    for page in pages.get(Role.REQUIREMENTS, [])[: 0 if layout.requirements_in else 1]:
        numbered = numbered_requirements(page) if layout.numbered else ()
        stories = user_stories(page, layout.stories) if layout.stories else ()
        found = chain(_named_requirements(page, layout.requirement), numbered, stories)
    if layout.deltas:
        found = chain(found, *map(requirements_by_name, pages.get(Role.REQUIREMENTS, [])))
    if layout.specs.each == "file":
        found = chain.from_iterable(map(story_criteria, pages.get(Role.TASKS, [])))
    seen: set[tuple[str, str]] = set()
    for requirement in found:
        # Two documents may use one name for two requirements.
        key = (requirement.at.path * requirement.by_name, requirement.id.casefold())
        if key not in seen:
            seen.add(key)
            yield requirement


def _named_requirements(page: SourceFile, form: str) -> Iterator[Requirement]:
    pattern = re.compile(rf"^\W{{0,20}}(?P<id>{form})\b", re.IGNORECASE)
    for line in page.prose:
        # The id is at the start of the line, and a user's pattern may be slow on a long text.
        found = pattern.match(line.text[:_ID_WITHIN])
        if found and line.kind is not LineKind.TABLE:
            yield Requirement(found["id"], _AROUND.sub("", line.text[found.end() :]), page.at(line))


def _deltas(folder: SpecFolder, open_page: OpenPage) -> Iterator[Delta]:
    """The deltas of a spec whose base has not moved on since."""
    if folder.layout.deltas and folder.bucket != "completed":
        for path in _markdown(folder):
            name = folder.below(path)
            if _is_like(name, folder.layout.deltas) and (page := open_page(path)):
                yield from read_deltas(page, f"{folder.home.path}/{name}")


_ID_WITHIN = 100
_AROUND = expression(r"^\W+|[*\s]+$")

_PARTLY = expression(r"issue|partial|except|warning|⚠|remaining|\d\s*/\s*\d|%", re.IGNORECASE)


def _claims(documents: list[Document]) -> Iterator[Mark]:
    """The statuses of closing documents that claim completion without any reservation."""
    for document in documents:
        if document.role is Role.CLOSING and document.status:
            status = document.status
            if status.value is Status.DONE and not _PARTLY.search(status.text):
                yield Mark(status.text, status.at)


# Approval: one positive mark is enough, and any veto overrides it

_APPROVING = {Status.APPROVED, Status.IN_PROGRESS, Status.DONE}


def _approval(spec: Spec, layout: Layout) -> Approval:
    boxes = [it for each in spec.documents for it in each.boxes if it.kind is BoxKind.APPROVER]
    unticked = [box for box in boxes if box.state is not State.DONE]
    marks = [*_status_marks(spec, layout)]
    if not unticked:
        marks += [Mark(box.text, box.at) for box in boxes]
    vetoes = [Mark(box.text, box.at) for box in unticked]
    vetoes += [*_marker_vetoes(spec), *_negations(_approving_status(spec, layout))]
    if spec.bucket in ("approved", "completed"):
        marks.append(Mark(f"in {spec.bucket}/", Place(spec.path)))
    if spec.bucket == "review":
        vetoes.append(Mark("in review/", Place(spec.path)))
    level = ApprovalLevel.STATUS if marks and not vetoes else ApprovalLevel.NONE
    status = _approving_status(spec, layout) if layout.elsewhere else None
    return Approval(bool(marks), tuple(marks), tuple(vetoes), level=level, status=status)


def _approving_status(spec: Spec, layout: Layout) -> StatusLine | None:
    """The status that may approve the spec. If its requirements are elsewhere, it is theirs."""
    requirements = spec.document(Role.REQUIREMENTS) if layout.elsewhere else None
    return requirements.status if requirements else spec.status


def _status_marks(spec: Spec, layout: Layout) -> Iterator[Mark]:
    """The status if it means approval. Later stages do if the layout has an approved status."""
    status = _approving_status(spec, layout)
    if status and (
        status.value is Status.APPROVED
        or (layout.approves in (True, "if-stated") and status.value in _APPROVING)
    ):
        yield Mark(status.text, status.at)


def says_approved(spec: Spec) -> bool:
    """True if the text says that the spec is approved, and not only that it is being built."""
    status = spec.status
    built = {status.at} if status and status.value is not Status.APPROVED else set()
    built |= {Place(spec.path)} if spec.bucket == "completed" else set()
    return any(mark.at not in built for mark in spec.approval.marks)


def _marker_vetoes(spec: Spec) -> Iterator[Mark]:
    for document in spec.documents:
        yield from (mark for mark in document.markers if mark.text == "not-user-reviewed")


_NEGATED = expression(
    r"(?:\b(?:not|un|dis|never|no|to be|will be|should be|must be|pending|awaiting|requires?"
    r"|needs?|without|before|until)|n't)\W{0,5}(?:(?:yet|been|longer|be|fully)\W{1,5}){0,2}approv"
    r"|\bapprov(?:ed|al)(?:\s{0,3}:|\s{1,3}by\b:?|\s{1,3}was\b|\s{1,3}is\b)\s{0,3}"
    r"(?:no(?:body|ne|t)?|pending|tbd|tba|todo|required|refused|denied|withdrawn|revoked)\b"
    r"|\bapproved\?",
    re.IGNORECASE,
)


def _negations(status: StatusLine | None) -> Iterator[Mark]:
    if status and _NEGATED.search(status.text):
        yield Mark(status.text, status.at)
