"""The layouts that were found, and the reading of one file, as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from aos_check.model.wording import counted
from aos_check.reading.inventory import either
from aos_check.reporters.layouts import (
    ExplanationModel,
    FoundProjectModel,
    HomeModel,
    LayoutsModel,
    SpecFolderModel,
)
from aos_check.reporters.style import Style, safe

MOST = 20
"""The rejected layouts to show, except with `--verbose`."""


def as_text(found: LayoutsModel, style: Style, *, verbose: bool) -> str:
    """The layouts as text; with `verbose`, also how each file is read."""
    blocks = [list(_project(project, style, verbose=verbose)) for project in found.projects]
    if not found.projects:
        blocks.append(["no layout was found: no folder is the home of one"])
    shown = found.rejected if verbose else found.rejected[:MOST]
    rejected = [
        f"  {safe(it.folder)}/: not {safe(either(it.layouts))}, because {safe(it.why)}"
        for it in shown
    ]
    if more := len(found.rejected) - len(shown):
        rejected.append(f"  and {more} more: --verbose lists them")
    blocks.append([style.bold("tried and rejected"), *rejected] if rejected else [])
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _project(project: FoundProjectModel, style: Style, *, verbose: bool) -> Iterator[str]:
    yield style.bold(f"project {safe(project.root)}")
    for home in project.homes:
        yield f"  {style.bold(safe(home.path) + '/')}"
        yield from (f"    {line}" for line in _home(home, style, verbose=verbose))
    numbers = (project.roadmap_items, "roadmap item"), (project.decisions, "decision")
    yield from (f"  {safe(text)}" for text in project.silent)
    yield f"  {', '.join(counted(*each) for each in numbers)}"


def _home(home: HomeModel, style: Style, *, verbose: bool) -> Iterator[str]:
    for layout in home.layouts:
        title = f" {safe(layout.title)}" if layout.title else ""
        specs = counted(layout.specs, "spec")
        yield f"{safe(layout.name)}{style.dim(title)}: {specs}, because {safe(layout.why)}"
    yield from map(_folder, home.folders)
    read = [file for file in home.files if file.role]
    unread = len(home.files) - len(read)
    roles = _counts(Counter(file.role for file in read if file.role))
    yield f"read: {counted(len(read), 'file')}{f' ({roles})' if roles else ''}"
    hint = "" if verbose or not unread else ": --verbose lists them"
    yield f"not read: {counted(unread, 'file')}{hint}"
    for file in home.files if verbose else ():
        yield f"  {safe(file.path)}: {file.role or 'not read'}, because {safe(file.why)}"


def _folder(folder: SpecFolderModel) -> str:
    aside = f", {folder.tasks_aside} put aside" if folder.tasks_aside else ""
    specs = f"{safe(folder.path)}/: {counted(folder.specs, 'spec')} ({safe(folder.layout)})"
    tasks = f"tasks: {folder.tasks_done} done, {folder.tasks_open} open{aside}"
    return f"{specs}; documents: {_counts(folder.documents) or 'none'}; {tasks}"


def _counts(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{role} {number}" for role, number in sorted(numbers.items()))


def explanation_as_text(found: ExplanationModel, style: Style) -> str:
    """How one file, or one of its lines, was read."""
    why = f", because {found.why_layout}" if found.why_layout else ""
    facts = {
        "path": found.path if found.line is None else f"{found.path}:{found.line}",
        "project": found.project,
        "home": found.home,
        "layout": f"{found.layout}{why}" if found.layout else None,
        "spec": found.spec,
        "read as": f"{found.role or 'nothing'}, because {found.why}",
    }
    lines = [f"{style.dim(f'{name}:')} {safe(text)}" for name, text in facts.items() if text]
    lines += [
        f"{style.dim(f'line {fact.line}:')} {fact.kind}: {safe(fact.text)}".removesuffix(": ")
        for fact in found.read
    ]
    return "\n".join(lines) + "\n"
