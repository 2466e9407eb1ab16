"""Finds the homes of layouts in a tree, and the specs below them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from functools import cached_property

from aos_check.model.document import Role
from aos_check.reading.layouts import Layout, Product


@dataclass(frozen=True, slots=True)
class Home:
    """A folder with artifacts (`.agent-os`). Its layouts are tried in their order."""

    path: str
    layouts: tuple[Layout, ...]
    files: frozenset[str]

    @property
    def root(self) -> str:
        """The root of the home's project; "" at the top."""
        return posixpath.dirname(self.path)

    def below(self, path: str) -> str:
        """A file's path relative to the home."""
        return path[len(self.path) + 1 :]

    def products(self) -> Iterator[tuple[Role, Product, str]]:
        """The product documents that exist, each at the first of its paths."""
        for layout in self.layouts:
            for role, product in layout.products.items():
                paths = (f"{self.path}/{path}" for path in product.paths)
                if path := next((path for path in paths if path in self.files), None):
                    yield role, product, path


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


def _is_date(text: str | None) -> bool:
    try:
        return text is None or bool(date.fromisoformat(text))
    except ValueError:
        return False


def find_homes(paths: Iterable[str], layouts: Sequence[Layout]) -> list[Home]:
    """Every home in the tree, outermost first."""
    names = {name for layout in layouts for name in layout.homes}
    inside: dict[str, set[str]] = {}
    for path in paths:
        for folder in _homes_above(path, names):
            inside.setdefault(folder, set()).add(path)
    found = []
    for folder, files in sorted(inside.items()):
        home = Home(folder, tuple(_fitting(folder, files, layouts)), frozenset(files))
        if home.layouts:
            found.append(home)
    return found


def _homes_above(path: str, names: Collection[str]) -> Iterator[str]:
    parts = path.split("/")
    for index, part in enumerate(parts[:-1]):
        if part in names:
            yield "/".join(parts[: index + 1])
            return


def _fitting(folder: str, files: Collection[str], layouts: Sequence[Layout]) -> Iterator[Layout]:
    name = posixpath.basename(folder)
    below = [path[len(folder) + 1 :] for path in files]
    for layout in layouts:
        if name in layout.homes and (not layout.marks or matches_any(below, layout.marks)):
            yield layout


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
    specs = [
        same if (same := before.get(path)) and _is_same(same, folder) else _classified(folder)
        for path, folder in sorted(found.items())
    ]
    return [spec for spec in specs if _is_spec(spec)]


def _is_same(known: SpecFolder, folder: SpecFolder) -> bool:
    return known.files == folder.files and known.home.layouts == folder.home.layouts


def _first_place(home: Home, path: str) -> tuple[str, Layout] | None:
    """The spec of the file by the first layout that finds one."""
    places = ((_place(home, layout, path), layout) for layout in home.layouts)
    return next(((place, layout) for place, layout in places if place), None)


def _place(home: Home, layout: Layout, path: str) -> str | None:
    """The folder (or single file) of the spec that the file belongs to, if any."""
    below = home.below(path)
    for number, root in enumerate(layout.specs.roots):
        prefix = f"{root}/" if root else ""
        if below.startswith(prefix):
            parts = below[len(prefix) :].split("/")
            place = _spec_among(layout, parts, files_count=number == 0)
            return posixpath.join(home.path, root, *parts[:place]) if place else None
    return None


def _spec_among(layout: Layout, parts: list[str], *, files_count: bool) -> int:
    """The number of leading parts that make up the spec's folder; 0 if there is none."""
    folders = parts[:-1]
    if folders and folders[0].lower().strip("_.") in EXAMPLES:
        return 0
    named = [(i, found) for i, name in enumerate(folders) if (found := _named(layout, name))]
    # A dated or numbered folder is a spec at any depth, even inside another spec. A folder whose
    # name has only words is a spec only at the top.
    numbered = [i for i, found in named if {"date", "number"} & _filled(found)]
    if named:
        return (numbered[-1] if numbered else named[0][0]) + 1
    if not folders:
        stem, suffix = posixpath.splitext(parts[0])
        one_file = suffix == ".md" and stem != "readme" and _match(layout, stem)
        return 1 if files_count and one_file else 0
    outer = 1 if folders[0] in layout.specs.buckets else 0
    # A folder with any other name is a spec if a spec's main document is directly in it.
    main = {path.lower() for artifact in layout.artifacts for path in artifact.paths}
    if len(folders) > outer and "/".join(parts[len(folders) :]).lower() in main:
        return len(folders)
    nested = "/".join(parts[outer + 1 :]).lower()
    return outer + 1 if len(folders) > outer and nested in main else 0


EXAMPLES = frozenset({"example", "examples", "sample", "samples", "template", "templates"})
"""Folders of samples, which belong to no project."""


def _named(layout: Layout, name: str) -> re.Match[str] | None:
    return None if name in layout.specs.buckets else _match(layout, name)


def _match(layout: Layout, name: str) -> re.Match[str] | None:
    # A user's pattern may be slow on a long name, and no real folder has one.
    return re.fullmatch(layout.specs.name, name) if len(name) <= _LONGEST_NAME else None


_LONGEST_NAME = 200


def _filled(match: re.Match[str]) -> set[str]:
    return {group for group, text in match.groupdict().items() if text}


def _classified(folder: SpecFolder) -> SpecFolder:
    """The spec with the layout that its files and its location indicate."""
    below = [folder.below(path) for path in folder.files]
    candidates = folder.home.layouts
    layout = next((c for c in candidates if _indicates(folder, below, c)), None)
    layout = layout or next((c for c in candidates if not c.specs.marks), candidates[0])
    stem = posixpath.splitext(folder.id)[0] if folder.path in folder.files else folder.id
    folder.id = stem
    folder.layout = layout
    folder.bucket = _bucket(folder, layout)
    folder.match = _match(layout, stem)
    return folder


def _indicates(folder: SpecFolder, below: list[str], layout: Layout) -> bool:
    return matches_any(below, layout.specs.marks) or _bucket(folder, layout) is not None


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
