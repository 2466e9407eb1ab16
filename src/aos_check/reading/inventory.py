"""The reasons of the reading: why a folder has a layout, and how each file in a home is read."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from aos_check.model.document import Role
from aos_check.model.project import Project
from aos_check.model.record_names import APPROVALS, PROOFS, is_records
from aos_check.model.spec import Spec
from aos_check.reading.artifact_index import ArtifactIndex
from aos_check.reading.foreign import is_foreign
from aos_check.reading.homes import (
    SPEC,
    Home,
    fits,
    folders_above,
    is_named,
    matches_any,
    named_folders,
    proof_of,
)
from aos_check.reading.layouts import Artifact, Layout
from aos_check.reading.snapshot import Snapshot
from aos_check.reading.spec_documents import pattern_of
from aos_check.reading.spec_folders import SpecFolder
from aos_check.reading.spec_places import EXAMPLES
from aos_check.reading.spec_schemas import defines_schemas


class Rejection(NamedTuple):
    """Layouts that do not apply in a folder with the name of their home, and the reason."""

    folder: str
    layouts: tuple[str, ...]
    why: str


class FileReading(NamedTuple):
    """How a file is read, and why. `role` is "" if it is not read. `spec` is its spec's path."""

    path: str
    role: str
    why: str
    spec: str = ""


def why_layout(layout: Layout, home: Home, paths: Collection[str], named: Collection[str]) -> str:
    """The reason why the home has the layout. `named` are those that the configuration names."""
    if proof := proof_of(layout, home.path, sorted(home.files), paths):
        return f"{proof.path} matches its mark {proof.mark}"
    configured = "the configuration names it, and " if layout.name in named else ""
    return f"{configured}a folder {posixpath.basename(home.path)} is its home"


def rejections(index: ArtifactIndex, layouts: Sequence[Layout]) -> Iterator[Rejection]:
    """The layouts that were tried and do not apply, by their folders."""
    homes = {home.path: home.layouts for home in index.homes}
    known = set(homes)  # and the folders that would be homes if their project were checked
    for folder, files in named_folders(index.paths, layouts).items():
        if not known.isdisjoint(folders_above(folder)):
            continue
        tried = [it for it in layouts if is_named(folder, it) and it not in homes.get(folder, ())]
        reasons: dict[str, list[str]] = {}
        for layout in tried:
            why = _why_not(layout, folder, files, index.paths)
            reasons.setdefault(why or _why_left_out(folder), []).append(layout.name)
            if not why:
                known.add(folder)
        yield from (Rejection(folder, tuple(names), why) for why, names in reasons.items())


def _why_left_out(folder: str) -> str:
    if is_foreign(posixpath.dirname(folder)):
        return "it is part of a copy, an example or a tool"
    return "the configuration does not name its project"


def _why_not(layout: Layout, folder: str, files: Collection[str], paths: Collection[str]) -> str:
    """The reason why the folder is no home of the layout; "" if it is one."""
    if fits(layout, folder, files, paths):
        return ""
    marks = [mark for mark in layout.marks if not mark.startswith("!")]
    if not marks or proof_of(layout, folder, files, paths):
        return "it has no file with tasks, or a file at the root says otherwise"
    inside = [mark.removeprefix(SPEC) for mark in marks if mark.startswith(SPEC)]
    if len(inside) == len(marks):
        return f"no folder in it with a spec's name has {either(inside)}"
    return f"nothing in it matches {either(marks)}"


def either(names: Sequence[str]) -> str:
    """The names as a choice: `a, b or c`."""
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last


def why_layout_of_spec(folder: SpecFolder) -> str:
    """The reason why a spec has its layout, if its home has several; else ""."""
    if len(folder.home.layouts) == 1:
        return ""
    below = [folder.below(path) for path in folder.files]
    found = [mark for mark in folder.layout.specs.marks if matches_any(below, [mark])]
    others = either([it.name for it in folder.home.layouts if it.name != folder.layout.name])
    if found:
        return f"its files match the most marks: {', '.join(found)}"
    return f"its name and files fit it better than {others}"


def home_of(snapshot: Snapshot, path: str) -> Home | None:
    """The home around a file, if there is one."""
    homes = snapshot.found.homes
    return next((home for home in homes if path.startswith(f"{home.path}/")), None)


class FileReader:
    """Tells how the files of a project were read."""

    def __init__(self, snapshot: Snapshot, project: Project) -> None:
        self._snapshot = snapshot
        self._roles = {it.path: (it.role, spec) for it, spec in project.documents_with_specs()}
        self._unreadable = {it.at.path: it.text for it in project.unreadable}
        self._records = {it.at.path for it in project.workflows}
        self._definitions = {path for it in project.definitions for path in it.paths}
        self._bases = project.bases
        self._artifacts: dict[str, dict[str, Artifact]] = {}  # by the spec's path

    def tell(self, path: str) -> FileReading:
        """How the file is read."""
        home = home_of(self._snapshot, path)
        owner = self._snapshot.found.owners.get(path, "")
        if path in self._unreadable:
            return FileReading(path, "", f"it cannot be read: {self._unreadable[path]}", owner)
        if path in self._roles:
            role, spec = self._roles[path]
            why = self._why_in_spec(path, role, spec) if spec else _why_in_home(path, role, home)
            return FileReading(path, role.value, why, spec.path if spec else "")
        use, why = self._data(path, home, owner)
        return FileReading(path, use, why, owner)

    def _why_in_spec(self, path: str, role: Role, spec: Spec) -> str:
        folder = self._snapshot.found.folders[spec.path]
        if spec.path not in self._artifacts:
            self._artifacts[spec.path] = self._snapshot.artifacts(spec.path)
        artifact = self._artifacts[spec.path].get(path)
        if artifact and (pattern := pattern_of(artifact, folder.below(path))):
            is_draft = artifact.task_file and artifact.task_file.stage == "draft"
            kind = "the draft of a task" if is_draft else "one task"
            task = f", and each such file is {kind}" if artifact.task_file else ""
            return f"it matches the path {pattern}{task}"
        if path == spec.path:
            return "the spec is this one file"
        if path not in folder.files:
            return "the layout keeps this document of the spec in another folder"
        if role is Role.CLOSING:
            return "its name is that of a closing document"
        return "no path of the layout matches it, so only its links, questions and status are read"

    def _data(self, path: str, home: Home | None, owner: str) -> tuple[str, str]:
        """The use of a file that is no document, and the reason; "" for none."""
        if home is None:
            return "", "it is in no home of a layout"
        folder = self._snapshot.found.folders.get(owner)
        name = folder.below(path) if folder else ""
        process = folder.layout.process if folder else None
        schemas = folder.layout.schemas if folder else None
        uses = (
            (
                is_records(name, APPROVALS) or is_records(name, PROOFS),
                "records",
                "aos-check keeps its records there",
            ),
            (
                folder and name == folder.layout.status.file,
                "status",
                "it has the status",
            ),
            (process and name == process.file, "process", "it names the process of the spec"),
            (path in self._records, "records", "it is a record of phases and gates"),
            (path in self._definitions, "workflow", "it defines a workflow"),
            (path in self._bases, "base", "a spec changes its requirements"),
            (path in home.settings(), "settings", "the layout names it in settings"),
            (defines_schemas(home, [path]), "schema", "the layout names it in schemas"),
            (schemas and name in schemas.in_spec, "schema", "it names the schema of the spec"),
        )
        found = ((use, why) for applies, use, why in uses if applies)
        return next(found, ("", _why_unread(path)))


def _why_in_home(path: str, role: Role, home: Home | None) -> str:
    if role is Role.DECISION:
        return "it is a record or a log of decisions"
    if home is None:
        return "a layout names it in others"
    below = home.below(path)
    if path in home.ledgers():
        return "the layout names it as a ledger"
    patterns = [it for layout in home.layouts for it in layout.others]
    for layout in home.layouts:
        if product := layout.products.get(role):
            patterns += product.paths
    found = next((it for it in reversed(patterns) if matches_any([below], [it])), "")
    return f"it matches the path {found}"


def _why_unread(path: str) -> str:
    *folders, name = path.lower().split("/")
    if not EXAMPLES.isdisjoint(folder.strip("_.") for folder in folders):
        return "it is a template or an example"
    if not name.endswith(".md"):
        return "only Markdown is read, and data that the layout names"
    return "no path of the layout matches it"
