"""`aos-check new spec` and `aos-check new decision`. Both yield the texts to print."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path

from aos_check.judging.input.policies import sources_of
from aos_check.model.decision import DecisionStatus
from aos_check.model.errors import CannotCheckError
from aos_check.model.tree import Overlay
from aos_check.reading.homes import is_named
from aos_check.reading.project import read_projects
from aos_check.reporters.style import safe
from aos_check.setup.file_edits import DRY_RUN, FileEdit, diff_of, text_at, write_all
from aos_check.setup.scaffold.decision import FORMS, NewDecision, new_entry, new_record
from aos_check.setup.scaffold.naming import slug_of, title_of
from aos_check.setup.scaffold.spec_folder import SpecTarget, path_for, values_for
from aos_check.setup.scaffold.spec_text import documents
from aos_check.setup.scaffold.target import ProjectTarget, find_project, target_for
from aos_check.setup.scaffold.task_data import with_task


def now() -> datetime:
    """The time for dates and names."""
    return datetime.now(timezone.utc)


def write_spec(name: str, layout: str | None, root: Path | None, *, dry_run: bool) -> Iterator[str]:
    """Write the first documents of a spec."""
    slug, title = slug_of(name), title_of(name)
    project = find_project(root)
    target = target_for(project, layout)
    at = now()
    values = values_for(target, slug, at)
    place = path_for(target, values)
    texts = documents(target, place, title or slug, values, at)
    edits = list(_edits(project, target, place, texts))
    known = project.expect_spec(place, [edit.path for edit in edits]).slug
    yield _written(project.top, edits, dry_run=dry_run)
    yield f"next: replace the text in brackets, then run `aos-check status {known}`\n"


def _edits(
    project: ProjectTarget, target: SpecTarget, place: str, texts: Mapping[str, str]
) -> Iterator[FileEdit]:
    """The new documents. Where the home is one spec, those that it has already stay."""
    is_home = target.layout.specs.each == "home"
    if not is_home and (project.top / place).exists():
        raise CannotCheckError(f"{place} already exists", "choose another name")
    for path, text in texts.items():
        before = text_at(project.top, path)
        if before is None:
            yield FileEdit(path, None, text)
        elif path.endswith(".json"):
            yield FileEdit(path, before, with_task(before, path, text))
        elif not is_home:
            raise CannotCheckError(f"{path} already exists", "choose another name")


def write_decision(
    title: str, layout: str | None, root: Path | None, *, dry_run: bool
) -> Iterator[str]:
    """Write a proposed decision."""
    slug = slug_of(title)
    project = find_project(root)
    edit = _drafted(project, NewDecision(title_of(title) or slug, slug, now()), layout)
    if edit.before is None and (project.top / edit.path).exists():
        raise CannotCheckError(f"{edit.path} already exists", "choose another title")
    _expect_one_more(project, edit)
    yield _written(project.top, [edit], dry_run=dry_run)
    yield "next: replace the text in brackets, and set the status to Accepted once it is decided\n"


def _drafted(project: ProjectTarget, wanted: NewDecision, name: str | None) -> FileEdit:
    """The decision in the named form, else in the form of the newest decision."""
    records = project.records()
    newest = records.newest()
    if name is None and newest and records.is_log(newest):
        return new_entry(records, wanted, newest.at.path)
    if name is None or name in FORMS:
        return new_record(records, wanted, name)
    layout = project.layout(name)
    if not layout.decisions:
        raise CannotCheckError(
            f"the layout {name} has no log of decisions",
            f"pass --layout {FORMS[0]} or {FORMS[1]}",
        )
    names = [home.path for home in project.homes if is_named(home.path, layout)]
    home = next(iter(names), posixpath.join(project.root, layout.homes[0]))
    return new_entry(records, wanted, posixpath.join(home, layout.decisions[0]))


def _expect_one_more(project: ProjectTarget, edit: FileEdit) -> None:
    """Raise CannotCheckError unless the edit adds one proposed decision and keeps the others."""
    tree = Overlay(project.opened.tree, {edit.path: (edit.after or "").encode()})
    projects = read_projects(tree, sources_of(project.opened.config))
    found = [it for project in projects for it in project.decisions if it.at.path == edit.path]
    known = {each.id for each in project.decisions if each.at.path == edit.path}
    added = [each for each in found if each.id not in known]
    if len(found) != len(known) + 1 or [each.status for each in added] != [DecisionStatus.PROPOSED]:
        raise CannotCheckError(
            f"aos-check would not read the new text in {edit.path} as one proposed decision",
            "choose another title, or add the decision by hand",
        )


def _written(top: Path, edits: Sequence[FileEdit], *, dry_run: bool) -> str:
    """Write the files, unless this is a dry run, and return the text to print."""
    if dry_run:
        return diff_of(edits) + DRY_RUN
    write_all(top, edits)
    return "".join(f"wrote {safe(edit.path)}\n" for edit in edits)
