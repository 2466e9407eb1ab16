"""Finds the specs in a home, with their files and their layouts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from aos_check.reading.homes import Home, matches_any
from aos_check.reading.layouts import Layout
from aos_check.reading.spec_places import PARTS, filled, match_name, place_in

_TEXTS = (".md", ".markdown")


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
