"""The layouts of a worktree, and how a file of it is read."""

from __future__ import annotations

import re
from pathlib import Path

from aos_check.judging.check_input import CheckInput
from aos_check.judging.input.worktree import open_projects, place_of
from aos_check.judging.request import CheckRequest
from aos_check.model.errors import CannotCheckError
from aos_check.model.finding import Place
from aos_check.model.project import Project
from aos_check.reading.explanation import LineFact, facts_of, kind_of_line
from aos_check.reading.inventory import FileReader
from aos_check.reading.page import UnreadableFileError
from aos_check.reading.snapshot import Snapshot
from aos_check.reporters.layouts import (
    ExplanationModel,
    LayoutsModel,
    explanation_of,
    layouts_of,
)


def found_layouts(request: CheckRequest) -> LayoutsModel:
    """The homes with their layouts, and the layouts that were tried."""
    opened = _opened(request)
    return layouts_of(_snapshot(opened), opened.projects, opened.config.layouts)


def explained(written: str, request: CheckRequest) -> ExplanationModel:
    """How the file PATH, or the line PATH:LINE, was read. Raises CannotCheckError."""
    opened = _opened(request)
    place, line = _place(written, opened)
    snapshot = _snapshot(opened)
    project = _project(place, opened, snapshot)
    reading = FileReader(snapshot, project or Project("", ())).tell(place)
    facts = facts_of(project, place) if project else []
    if line is not None:
        facts = [it for it in facts if it.at.line == line] or [_line(snapshot, place, line)]
    return explanation_of(reading, facts, snapshot, line=line, project=project)


def _opened(request: CheckRequest) -> CheckInput:
    return open_projects(request._replace(allow_empty=True))


def _snapshot(opened: CheckInput) -> Snapshot:
    return Snapshot(opened.tree, opened.sources)


_LINE = re.compile(r"(?P<path>.+):(?P<line>[1-9]\d{0,8})", re.DOTALL)


def _place(written: str, opened: CheckInput) -> tuple[str, int | None]:
    """The path below the top, and the line if one is named."""
    top, here, paths = opened.top or Path.cwd(), Path.cwd(), set(opened.tree.paths())
    place = place_of(top, here, Path(written), "--explain")
    if place in paths:
        return place, None
    if (found := _LINE.fullmatch(written)) and (
        place := place_of(top, here, Path(found["path"]), "--explain")
    ) in paths:
        return place, int(found["line"])
    raise CannotCheckError(
        f"there is no file {place} to read", "name a file of the worktree that git does not ignore"
    )


def _project(place: str, opened: CheckInput, snapshot: Snapshot) -> Project | None:
    """The project that read the file, else the nearest one around it."""
    for project in opened.projects:
        if any(document.path == place for document in project.all_documents()):
            return project
    root = snapshot.found.root_of(place)
    around = "." if root == "" else root
    return next((project for project in opened.projects if project.root == around), None)


def _line(snapshot: Snapshot, path: str, number: int) -> LineFact:
    """The kind of a line in which nothing was read."""
    at = Place(path, number)
    try:
        return LineFact(at, kind_of_line(snapshot.pages.page(path), number), "")
    except UnreadableFileError as error:
        return LineFact(at, f"the file cannot be read: {error}", "")
