"""Finds the homes of layouts in a tree, and the specs below them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fnmatch import fnmatchcase
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from aos_check.model.document import Role
from aos_check.reading.layouts import Layout, Product
from aos_check.reading.spec_places import (
    PARTS,
    filled,
    has_tasks,
    match_folder,
    match_name,
    place_in,
)

_TEXTS = (".md", ".markdown")


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


@dataclass
class SpecFolder:
    """The files of a spec. `path` is its folder, or its single file."""

    id: str
    path: str
    home: Home
    layout: Layout
    bucket: str | None
    match: re.Match[str] | None
    files: list[str] = field(default_factory=list)

    @property
    def well_named(self) -> bool:
        """True if the name has the layout's form, and any date in it exists."""
        return self.match is not None and _is_date(self.match.groupdict().get("date"))

    @cached_property
    def slug(self) -> str:
        """The name without date and number; the whole id if its form is unknown."""
        return self._part("slug") or self.id

    @cached_property
    def number(self) -> str | None:
        """The number in the name, if it has one."""
        return self._part("number")

    def _part(self, name: str) -> str | None:
        return self.match.groupdict().get(name) if self.match else None

    def below(self, path: str) -> str:
        """A file's path relative to the spec's folder."""
        return path[len(self.path) + 1 :] if path != self.path else posixpath.basename(path)

    def is_like(self, other: SpecFolder) -> bool:
        """True if a spec at the same path of another tree has the same files, layout and bucket."""
        alike = self.layout is other.layout and self.bucket == other.bucket
        return alike and self.files == other.files

    def is_document(self, path: str) -> bool:
        """True for a text, and for data that the layout reads."""
        named = (name for artifact in self.layout.artifacts for name in artifact.paths)
        return path.lower().endswith(_TEXTS) or self.below(path).lower() in named


def _is_date(text: str | None) -> bool:
    try:
        return text is None or bool(date.fromisoformat(text))
    except ValueError:
        return False


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


Places = dict[tuple[str, tuple[Layout, ...]], dict[str, "tuple[str, Layout] | None"]]
"""A cache of the spec of each path, by home."""


def find_specs(
    home: Home, places: Places | None = None, known_folders: Mapping[str, SpecFolder] | None = None
) -> list[SpecFolder]:
    """Every spec in the home, in the order of their paths.

    New results are added to `places`. Folders in `known_folders` are reused if their files are the
    same.
    """
    known = {} if places is None else places.setdefault((home.path, home.layouts), {})
    found: dict[str, SpecFolder] = {}
    for path in sorted(home.files):
        if path not in known:
            known[path] = _first_place(home, path)
        if spec := known[path]:
            place, layout = spec
            if place not in found:
                name = posixpath.basename(place)
                found[place] = SpecFolder(name, place, home, layout, None, None)
            found[place].files.append(path)
    before = known_folders or {}
    folders = {each.path: each for folder in found.values() for each in _inside(folder)}
    specs = [
        same if (same := before.get(path)) and _is_same(same, folder) else _classified(folder)
        for path, folder in sorted(folders.items())
    ]
    return [spec for spec in specs if _is_spec(spec)]


def _inside(folder: SpecFolder) -> Iterator[SpecFolder]:
    """The folder or, if it only groups specs, these. A folder that does has only a word as name."""
    match = match_name(folder.layout, folder.id)
    groups = _groups(folder) if match and filled(match) == {"slug"} else set()
    if not groups:
        yield folder
    for name in groups:
        path = f"{folder.path}/{name}"
        files = [file for file in folder.files if file.startswith(f"{path}/")]
        yield SpecFolder(name, path, folder.home, folder.layout, None, None, files)


def _groups(folder: SpecFolder) -> set[str]:
    """The folders that contain a spec's main document, if no such document is beside them."""
    main = {path.lower() for artifact in folder.layout.artifacts for path in artifact.paths}
    below = [folder.below(path) for path in folder.files]
    if matches_any(below, main):
        return set()
    parts = (name.partition("/") for name in below)
    return {name for name, _, rest in parts if rest.lower() in main and name not in PARTS}


def _is_same(known: SpecFolder, folder: SpecFolder) -> bool:
    return known.files == folder.files and known.home.layouts == folder.home.layouts


def _first_place(home: Home, path: str) -> tuple[str, Layout] | None:
    """The spec of the file by the first layout that finds one."""
    places = ((place_in(layout, home.below(path)), layout) for layout in home.layouts)
    found = ((f"{home.path}/{it}".rstrip("/"), layout) for it, layout in places if it is not None)
    return next(found, None)


def _classified(folder: SpecFolder) -> SpecFolder:
    """The spec with the layout that most of its files, its location and its name indicate."""
    below = [folder.below(path) for path in folder.files]
    stem = posixpath.splitext(folder.id)[0] if folder.path in folder.files else folder.id

    def fitness(layout: Layout) -> tuple[int, bool, bool]:
        marks = sum(matches_any(below, [mark]) for mark in layout.specs.marks)
        in_bucket = _bucket(folder, layout) is not None
        return marks + in_bucket, not layout.specs.marks, match_name(layout, stem) is not None

    layout = max(folder.home.layouts, key=fitness)
    folder.id = stem
    folder.layout = layout
    folder.bucket = _bucket(folder, layout)
    folder.match = match_name(layout, stem)
    return folder


def _bucket(folder: SpecFolder, layout: Layout) -> str | None:
    parts = folder.home.below(folder.path).split("/")[:-1]
    return next(
        (layout.specs.buckets[part] for part in parts if part in layout.specs.buckets), None
    )


def _is_spec(folder: SpecFolder) -> bool:
    """True for a folder with a spec's name or with a main document."""
    if folder.match:
        return True
    below = [folder.below(path) for path in folder.files]
    return any(matches_any(below, artifact.paths) for artifact in folder.layout.artifacts)
