"""The layouts that were found, and the reading of one file, as published JSON."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from pydantic import Field

from aos_check.model.project import Project
from aos_check.model.spec import Spec
from aos_check.reading.explanation import LineFact
from aos_check.reading.homes import Home
from aos_check.reading.inventory import (
    FileReader,
    FileReading,
    home_of,
    rejections,
    why_layout,
    why_layout_of_spec,
)
from aos_check.reading.snapshot import Snapshot
from aos_check.reporters.published import Published, PublishedDocument, Text


class LayoutModel(Published):
    """A layout of a home, and the number of specs that are read by it."""

    name: Text = Field(description="The name of the layout.")
    title: Text = Field(description="The name of the framework.")
    why: Text = Field(description="The reason why it applies.")
    specs: int = Field(description="The number of specs that it reads.")


class SpecFolderModel(Published):
    """A folder with specs of one layout."""

    path: Text = Field(description="From the top of the repository.")
    layout: Text = Field(description="The name of the layout.")
    specs: int = Field(description="The number of specs.")
    documents: dict[str, int] = Field(description="The number of documents by role.")
    tasks_done: int = Field(description="The number of done tasks.")
    tasks_open: int = Field(description="The number of open tasks.")
    tasks_aside: int = Field(description="Optional, deferred, blocked and cancelled tasks.")


class FileModel(Published):
    """How a file is read, and why."""

    path: Text = Field(description="From the top of the repository.")
    role: str | None = Field(description="Null for a file that is not read.")
    why: Text = Field(description="The reason why it is read so.")
    spec: Text | None = Field(description="The path of its spec.")


class HomeModel(Published):
    """A folder with the artifacts of a convention."""

    path: Text = Field(description="From the top of the repository.")
    layouts: list[LayoutModel]
    folders: list[SpecFolderModel]
    files: list[FileModel]


class FoundProjectModel(Published):
    """The homes of one project."""

    root: Text = Field(description="The folder of the project; `.` is the top.")
    homes: list[HomeModel]
    roadmap_items: int = Field(description="The number of roadmap items.")
    decisions: int = Field(description="The number of decisions.")
    silent: list[Text] = Field(description="The homes and specs in which nothing is read.")


class RejectedModel(Published):
    """Layouts that do not apply in a folder with the name of their home."""

    folder: Text = Field(description="From the top of the repository.")
    layouts: list[Text] = Field(description="The names of the layouts.")
    why: Text = Field(description="The reason, in words.")


class LayoutsModel(PublishedDocument):
    """The layouts that apply, those that were tried, and how each file in a home is read."""

    projects: list[FoundProjectModel]
    rejected: list[RejectedModel]


class FactModel(Published):
    """Something that was read in a line."""

    line: int = Field(description="From 1.")
    kind: str = Field(description="Such as `task`, `heading` or `status`.")
    text: Text = Field(description="What was read, in words.")


class ExplanationModel(PublishedDocument):
    """How one file was read, and everything that was read in it, or in one of its lines."""

    path: Text = Field(description="From the top of the repository.")
    line: int | None = Field(description="The line that was asked for; null for the whole file.")
    project: Text | None = Field(description="The folder of its project.")
    home: Text | None = Field(description="The folder of its home.")
    layout: Text | None = Field(description="The layout of its spec, else null.")
    why_layout: Text | None = Field(description="Null if its home has no other layout.")
    spec: Text | None = Field(description="The path of its spec.")
    role: str | None = Field(description="Null for a file that is not read.")
    why: Text = Field(description="The reason why it has this role.")
    read: list[FactModel]


def layouts_of(
    snapshot: Snapshot, projects: Sequence[Project], named: Collection[str]
) -> LayoutsModel:
    """What was found in the snapshot. `named` are the layouts that the configuration names."""
    found, homes = [], snapshot.found.homes
    for project in projects:
        own = [home for home in homes if (home.root or ".") == project.root]
        reader = FileReader(snapshot, project)
        found.append(
            FoundProjectModel(
                root=project.root,
                homes=[_home(home, project, reader, snapshot, named) for home in own],
                roadmap_items=len(project.milestones),
                decisions=len(project.decisions),
                silent=[mark.text for mark in project.silent],
            )
        )
    rejected = rejections(snapshot.found, snapshot.sources.known)
    return LayoutsModel(
        projects=found, rejected=[RejectedModel.model_validate(it._asdict()) for it in rejected]
    )


def _home(
    home: Home,
    project: Project,
    reader: FileReader,
    snapshot: Snapshot,
    named: Collection[str],
) -> HomeModel:
    specs = [spec for spec in project.specs if f"{spec.path}/".startswith(f"{home.path}/")]
    counts = Counter(spec.layout for spec in specs)
    return HomeModel(
        path=home.path,
        layouts=[
            LayoutModel(
                name=layout.name,
                title=layout.title,
                why=why_layout(layout, home, snapshot.files, named),
                specs=counts[layout.name],
            )
            for layout in home.layouts
        ],
        folders=list(_folders(specs, home)),
        files=[_file(reader.tell(path)) for path in sorted(home.files)],
    )


def _folders(specs: Iterable[Spec], home: Home) -> Iterator[SpecFolderModel]:
    found: dict[tuple[str, str], list[Spec]] = {}
    for spec in specs:
        folder = spec.path if spec.path == home.path else posixpath.dirname(spec.path)
        found.setdefault((folder, spec.layout), []).append(spec)
    for (path, layout), inside in sorted(found.items()):
        tasks = [task for spec in inside for task in spec.all_tasks()]
        done = sum(task.done for task in tasks)
        left = sum(task.still_open for task in tasks)
        roles = Counter(it.role.value for spec in inside for it in spec.documents)
        yield SpecFolderModel(
            path=path,
            layout=layout,
            specs=len(inside),
            documents=dict(sorted(roles.items())),
            tasks_done=done,
            tasks_open=left,
            tasks_aside=len(tasks) - done - left,
        )


def _file(reading: FileReading) -> FileModel:
    return FileModel(
        path=reading.path, role=reading.role or None, why=reading.why, spec=reading.spec or None
    )


def explanation_of(
    reading: FileReading,
    facts: Iterable[LineFact],
    snapshot: Snapshot,
    *,
    line: int | None,
    project: Project | None,
) -> ExplanationModel:
    """The explanation of a file, or of one of its lines."""
    home = home_of(snapshot, reading.path)
    specs = project.specs if project else ()
    layout = next((spec.layout for spec in specs if spec.path == reading.spec), None)
    folder = snapshot.found.folders.get(reading.spec)
    return ExplanationModel(
        **_file(reading).model_dump(),
        line=line,
        project=project.root if project else None,
        home=home.path if home else None,
        layout=layout,
        why_layout=why_layout_of_spec(folder) or None if folder else None,
        read=[FactModel(line=it.at.line, kind=it.kind, text=it.text) for it in facts],
    )
