"""The project for which `new` writes, with its specs and decisions."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from aos_check.judging.check_input import CheckInput
from aos_check.judging.config import above
from aos_check.judging.input.worktree import open_projects
from aos_check.judging.request import CheckRequest
from aos_check.model.decision import Decision
from aos_check.model.errors import CannotCheckError
from aos_check.model.project import Project
from aos_check.reading.homes import Home, find_homes, is_named
from aos_check.reading.layouts import Layout
from aos_check.reading.outside_documents import OutsideDocuments
from aos_check.reading.spec_folders import SpecFolder, find_specs
from aos_check.setup.file_edits import text_at
from aos_check.setup.layouts import expect_layout
from aos_check.setup.scaffold.decision import DecisionFolder
from aos_check.setup.scaffold.planned import planned_specs
from aos_check.setup.scaffold.spec_folder import SpecTarget, age


@dataclass(frozen=True, slots=True)
class ProjectTarget:
    """The worktree, and the root of the project in it ("" at the top)."""

    top: Path
    opened: CheckInput
    root: str

    @property
    def homes(self) -> list[Home]:
        """The homes of the project."""
        found = find_homes(self.opened.tree.paths(), self.opened.layouts)
        return [home for home in found if home.root == self.root]

    @property
    def project(self) -> Project | None:
        """The project as a check reads it; None if it has no documents yet."""
        mine = (it for it in self.opened.projects if _plain(it.root) == self.root)
        return next(mine, None)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions of the project, except those in its specs."""
        project = self.project
        if project is None:
            return ()
        specs = tuple(f"{spec.path}/" for spec in project.specs)
        return tuple(it for it in project.decisions if not it.at.path.startswith(specs))

    def expect_spec(self, folder: str, files: Iterable[str]) -> SpecFolder:
        """The spec in the folder, or in a single one of these new files.

        Raises CannotCheckError if a check would not read it.
        """
        paths = {*self.opened.tree.paths(), *files}
        homes = find_homes(paths, self.opened.layouts)
        found = {spec.path: spec for spec in _specs_in(homes)}
        if spec := next((found[path] for path in (folder, *files) if path in found), None):
            return spec
        raise CannotCheckError(
            f"{folder} would not be read as a spec",
            "choose another name, or set the framework up in this repository first",
        )

    def records(self) -> DecisionFolder:
        """The decisions with their files."""
        paths = frozenset(self.opened.tree.paths())
        return DecisionFolder(
            self.root, self.decisions, paths, lambda path: text_at(self.top, path) or ""
        )

    def layout(self, name: str) -> Layout:
        """The layout of that name. Raises CannotCheckError if there is none."""
        layouts = {layout.name: layout for layout in self.opened.layouts}
        expect_layout(name, layouts)
        return layouts[name]


def _plain(root: str) -> str:
    return "" if root == "." else root


def find_project(root: Path | None) -> ProjectTarget:
    """The project in the folder `root` or, if None, the one around the current folder."""
    opened = open_projects(CheckRequest(root=root, allow_empty=True))
    top = opened.top or Path.cwd()
    here = (Path.cwd() / (root or "")).resolve()
    below = here.relative_to(top.resolve()).as_posix()
    roots = [_plain(project.root) for project in opened.projects]
    if root is not None:
        return ProjectTarget(top, opened, _named(_plain(below), roots, opened))
    around = next((each for each in map(_plain, above(below)) if each in roots), None)
    if around is not None or len(roots) == 1:
        return ProjectTarget(top, opened, roots[0] if around is None else around)
    if roots:
        raise CannotCheckError(
            f"there are several projects: {', '.join(roots)}", "name one with --root"
        )
    return ProjectTarget(top, opened, _plain(next(iter(opened.config.projects), "")))


def _named(below: str, roots: Sequence[str], opened: CheckInput) -> str:
    """The root of the project in or around the named folder."""
    if below in roots:
        return below
    homes = find_homes(opened.tree.paths(), opened.layouts)
    around = (home.root for home in homes if f"{below}/".startswith(f"{home.path}/"))
    return next(around, below)


def target_for(project: ProjectTarget, name: str | None) -> SpecTarget:
    """The home and the layout of a new spec: of the named layout, else of the newest spec."""
    target = _place_for(project, name)
    read = project.project
    return replace(target, planned=tuple(planned_specs(read, target.layout))) if read else target


def _place_for(project: ProjectTarget, name: str | None) -> SpecTarget:
    homes = project.homes
    specs = _specs_in(homes)
    if name is not None:
        layout = project.layout(name)
        return SpecTarget(_home_for(layout, homes, specs, project.root), layout, specs)
    if specs:
        newest = _newest(specs)
        return SpecTarget(newest.home.path, newest.layout, specs)
    if homes:
        # Without specs, layouts with and without marks look the same.
        layouts = homes[0].layouts
        plain = (layout for layout in layouts if not layout.specs.marks)
        return SpecTarget(homes[0].path, next(plain, layouts[0]))
    if len(project.opened.layouts) == 1:
        layout = project.opened.layouts[0]
        return SpecTarget(posixpath.join(project.root, layout.homes[0]), layout)
    raise CannotCheckError(
        "there are no documents yet from which the layout could be seen",
        f"name it with --layout: {', '.join(each.name for each in project.opened.layouts)}",
    )


def _specs_in(homes: Sequence[Home]) -> list[SpecFolder]:
    specs = [spec for home in homes for spec in find_specs(home)]
    return specs + OutsideDocuments(homes).drafts(specs)


def _home_for(layout: Layout, homes: Iterable[Home], specs: Iterable[SpecFolder], root: str) -> str:
    """A home with specs of the layout, else a home with the right name, else a new home."""
    used = [spec.home.path for spec in specs if spec.layout == layout]
    named = [home.path for home in homes if is_named(home.path, layout)]
    return next(iter([*used, *named]), posixpath.join(root, layout.homes[0]))


def _newest(specs: Sequence[SpecFolder]) -> SpecFolder:
    """The newest spec. Raises CannotCheckError if the names do not show which one it is."""
    newest: dict[str, SpecFolder] = {}
    for spec in specs:
        newest[spec.layout.name] = max(newest.get(spec.layout.name, spec), spec, key=age)
    if len(newest) == 1 or all(age(spec)[0] for spec in newest.values()):
        return max(newest.values(), key=age)
    raise CannotCheckError(
        f"there are specs of several layouts: {', '.join(newest)}",
        "choose the layout of the new spec with --layout",
    )
