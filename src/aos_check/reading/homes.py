"""Finds the homes of layouts in a tree."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from itertools import accumulate
from typing import NamedTuple

from aos_check.model.document import Role
from aos_check.reading.layouts import Layout, Product
from aos_check.reading.spec_places import has_tasks, match_folder


@dataclass(frozen=True, slots=True)
class Home:
    """A folder with artifacts (`.agent-os`). Its layouts are tried in their order."""

    path: str
    layouts: tuple[Layout, ...]
    files: frozenset[str]

    @property
    def root(self) -> str:
        """The root of the home's project; "" at the top."""
        name = next(name for name in self.layouts[0].homes if _ends_with(self.path, name))
        return self.path.removesuffix(name).rstrip("/")

    def below(self, path: str) -> str:
        """A file's path relative to the home or, with `/` in front, to the project's root."""
        if path.startswith(f"{self.path}/"):
            return path[len(self.path) + 1 :]
        return f"/{path.removeprefix(self.root).lstrip('/')}"

    def products(self) -> Iterator[tuple[Role, Product, str]]:
        """The product documents that exist, each at the first of its paths."""
        for layout in self.layouts:
            for role, product in layout.products.items():
                paths = (f"{self.path}/{path}" for path in product.paths)
                if path := next((path for path in paths if path in self.files), None):
                    yield role, product, path

    def ledgers(self) -> Iterator[str]:
        """The possible paths of its ledgers."""
        return self._placed(name for layout in self.layouts for name in layout.ledgers)

    def settings(self) -> Iterator[str]:
        """The possible paths of its settings."""
        return self._placed(name for layout in self.layouts for name in layout.settings)

    def _placed(self, names: Iterable[str]) -> Iterator[str]:
        """The paths of files in the home, or with `/` in front at the root of the project."""
        for name in names:
            base = self.root if name.startswith("/") else self.path
            yield posixpath.join(base, name.lstrip("/"))

    def at_root(self) -> Iterator[str]:
        """The possible paths of its other documents at the root of the project."""
        for name in (name for layout in self.layouts for name in layout.others):
            if name.startswith("/"):
                yield posixpath.join(self.root, name[1:])


def find_homes(paths: Collection[str], layouts: Sequence[Layout]) -> list[Home]:
    """Every home in the tree, outermost first."""
    found: dict[str, Home] = {}
    for folder, files in named_folders(paths, layouts).items():
        if found.keys().isdisjoint(folders_above(folder)):
            fitting = tuple(_fitting(folder, files, layouts, paths))
            if fitting:
                home = Home(folder, fitting, frozenset(files))
                settings = (path for path in home.settings() if path in paths)
                found[folder] = replace(home, files=home.files.union(settings))
    return list(found.values())


def named_folders(paths: Iterable[str], layouts: Iterable[Layout]) -> dict[str, set[str]]:
    """The folders that are named like a home, each with its files, outermost first."""
    names: dict[str, set[str]] = {}  # by their last folder
    for name in {name for layout in layouts for name in layout.homes}:
        names.setdefault(posixpath.basename(name), set()).add(name)
    inside: dict[str, set[str]] = {}
    for path in paths:
        for folder in _homes_above(path, names):
            inside.setdefault(folder, set()).add(path)
    return dict(sorted(inside.items()))


def _homes_above(path: str, names: Mapping[str, Collection[str]]) -> Iterator[str]:
    """The folders above the path that are named like a home, outermost first."""
    parts = path.split("/")
    for index, part in enumerate(parts[:-1]):
        if part in names:
            folder = "/".join(parts[: index + 1])
            if any(_ends_with(folder, name) for name in names[part]):
                yield folder


def folders_above(path: str) -> Iterator[str]:
    """The folders around a path, outermost first."""
    return accumulate(path.split("/")[:-1], posixpath.join)


def _ends_with(folder: str, name: str) -> bool:
    return f"/{folder}".endswith(f"/{name}")


def is_named(folder: str, layout: Layout) -> bool:
    """True if the folder is named like a home of the layout."""
    return any(_ends_with(folder, name) for name in layout.homes)


def _fitting(
    folder: str, files: Collection[str], layouts: Sequence[Layout], paths: Collection[str]
) -> Iterator[Layout]:
    for layout in layouts:
        if is_named(folder, layout) and fits(layout, folder, files, paths):
            yield layout


def fits(layout: Layout, folder: str, files: Collection[str], paths: Collection[str]) -> bool:
    """True if the folder, which has the name of the layout's home, is one."""
    root = _root(layout, folder)
    if any(f"{root}{mark}" in paths for mark in _at_root(layout, "!/")):
        return False
    below = [path[len(folder) + 1 :] for path in files]
    if layout.specs.each == "home" and not has_tasks(layout, below):
        return False
    return not layout.marks or proof_of(layout, folder, files, paths) is not None


def _root(layout: Layout, folder: str) -> str:
    """The root of the project around a home, with `/` at its end; "" at the top."""
    return folder.removesuffix(next(name for name in layout.homes if _ends_with(folder, name)))


def _at_root(layout: Layout, start: str) -> list[str]:
    return [mark.removeprefix(start) for mark in layout.marks if mark.startswith(start)]


class MarkMatch(NamedTuple):
    """A mark of a layout, and a path that it matches."""

    mark: str
    path: str


def proof_of(
    layout: Layout, folder: str, files: Iterable[str], paths: Collection[str]
) -> MarkMatch | None:
    """The first mark that proves the layout in a folder with the name of its home.

    `files` are those in the folder, and `paths` those of the whole tree.
    """
    root = _root(layout, folder)
    below = {path[len(folder) + 1 :]: path for path in files}
    for mark in layout.marks:
        if mark.startswith("/"):
            found = (path for path in (f"{root}{mark[1:]}",) if path in paths)
        elif mark.startswith(SPEC):
            pattern = mark.removeprefix(SPEC)
            inside = _in_specs(layout, below)
            found = (path for name, path in inside if matches_any([name], [pattern]))
        else:
            found = (path for name, path in below.items() if matches_any([name], [mark]))
        if path := next(found, None):
            return MarkMatch(mark, path)
    return None


def _in_specs(layout: Layout, below: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The files in folders with a spec's name: their paths there, and in the tree."""
    folders = {name.partition("/")[0] for name in below}
    named = {folder for folder in folders if match_folder(layout, folder)}
    for name, path in below.items():
        folder, _, rest = name.partition("/")
        if folder in named:
            yield rest, path


SPEC = "{spec}/"
"""In a mark, it stands for any folder with a spec's name."""


def matches_any(paths: Iterable[str], patterns: Collection[str]) -> bool:
    """True if any path matches any pattern, regardless of case."""
    return any(fnmatchcase(path.lower(), pattern.lower()) for path in paths for pattern in patterns)
