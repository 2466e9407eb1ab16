"""`new` carried out: a spec or a decision is drafted, then shown or written."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Any

from aos_check.cli.output import emit
from aos_check.judging.policies import sources_of
from aos_check.model.decision import DecisionStatus
from aos_check.model.errors import CannotCheckError
from aos_check.model.tree import Overlay
from aos_check.reading.project import read_projects
from aos_check.setup.file_edits import FileEdit, diff_of, put
from aos_check.setup.scaffold.decision import FORMS, NewDecision, WrittenFile, new_entry, new_record
from aos_check.setup.scaffold.naming import slug_of, title_of
from aos_check.setup.scaffold.spec_folder import path_for
from aos_check.setup.scaffold.spec_text import documents
from aos_check.setup.scaffold.target import ProjectTarget, find_project, target_for


def now() -> datetime:
    """The time by which things are dated."""
    return datetime.now(timezone.utc)


def write_spec(given: dict[str, Any]) -> None:
    """Write the first documents of a spec."""
    slug = slug_of(given["name"])
    project = find_project(given["root"])
    target = target_for(project, given["layout"])
    folder = path_for(target, slug, now())
    if (project.top / folder).exists():
        raise CannotCheckError(f"{folder} is there already", "choose another name")
    texts = documents(target.layout, title_of(given["name"]) or slug, now())
    edits = [FileEdit(posixpath.join(folder, name), None, text) for name, text in texts.items()]
    project.expect_spec(folder, [edit.path for edit in edits])
    _write(edits, project, dry_run=given["dry_run"])
    emit(f"next: fill in what stands in brackets; then see `aos-check status {slug}`\n")


def write_decision(given: dict[str, Any]) -> None:
    """Write a decision."""
    slug = slug_of(given["name"])
    project = find_project(given["root"])
    wanted = NewDecision(title_of(given["name"]) or slug, slug, now())
    path, before, after = _drafted(project, wanted, given["layout"])
    if before is None and (project.top / path).exists():
        raise CannotCheckError(f"{path} is there already", "choose another title")
    _expect_one_more(project, path, after)
    _write([FileEdit(path, before, after)], project, dry_run=given["dry_run"])
    emit("next: fill in what stands in brackets; it is Proposed until you accept it\n")


def _drafted(project: ProjectTarget, wanted: NewDecision, name: str | None) -> WrittenFile:
    """The decision in the form that is named, else in that of the newest."""
    records = project.records()
    newest = records.newest()
    if name is None and newest and records.is_log(newest):
        return new_entry(records, wanted, newest.at.path)
    if name is None or name in FORMS:
        return new_record(records, wanted, name)
    layout = project.layout(name)
    if not layout.decisions:
        raise CannotCheckError(
            f"the layout {name} keeps no log of decisions",
            f"pass --layout {FORMS[0]} or {FORMS[1]}",
        )
    names = [home.path for home in project.homes if posixpath.basename(home.path) in layout.homes]
    home = next(iter(names), posixpath.join(project.root, layout.homes[0]))
    return new_entry(records, wanted, posixpath.join(home, layout.decisions[0]))


def _expect_one_more(project: ProjectTarget, path: str, after: str) -> None:
    """What is added must be read as one more decision, and the others as they were."""
    tree = Overlay(project.opened.tree, {path: after.encode()})
    projects = read_projects(tree, sources_of(project.opened.config))
    found = [each for project in projects for each in project.decisions if each.at.path == path]
    known = {each.id for each in project.decisions if each.at.path == path}
    added = [each for each in found if each.id not in known]
    if len(found) != len(known) + 1 or [each.status for each in added] != [DecisionStatus.PROPOSED]:
        raise CannotCheckError(
            f"what is added to {path} would not be read as one more decision that is proposed",
            "choose another title, or add it by hand",
        )


def _write(edits: Sequence[FileEdit], project: ProjectTarget, *, dry_run: bool) -> None:
    """Show what would be written, or write it and name the files."""
    if dry_run:
        emit(diff_of(edits) + "\nnothing is written: this was a rehearsal\n")
    else:
        put(project.top, edits)
        from aos_check.reporters.style import safe

        emit("".join(f"wrote {safe(edit.path)}\n" for edit in edits))
