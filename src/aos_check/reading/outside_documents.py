"""Finds the documents of specs in other folders of the home, such as designs of Superpowers."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator

from aos_check.model.document import Role
from aos_check.model.spec import Spec
from aos_check.reading.expressions import expression
from aos_check.reading.homes import Home, matches_any
from aos_check.reading.layouts import Layout
from aos_check.reading.metadata import head_pairs
from aos_check.reading.page import SourceFile
from aos_check.reading.spec_folders import SpecFolder
from aos_check.reading.spec_places import match_whole

# The plans `lamp-phase-1` and `lamp-p2-shade` are parts of the design `lamp`.
_PART = expression(
    r"(?P<whole>.+?)-(?:phase|part|stage|step|slice|wave|milestone|plan|p|m)-?\d", re.IGNORECASE
)

_KEY = expression(r"\b(?:spec|specification|design)\b")
_FILE = expression(r"[\w./@-]{1,300}\.md\b")


def own_file_of_draft(spec: Spec, layout: Layout) -> str | None:
    """The path of the file that a draft is the design of; None if the spec is no draft."""
    for home in layout.homes:
        root, found, below = f"/{spec.path}".rpartition(f"/{home}/")
        if found and matches_any([below], layout.drafts):
            date, _, _ = spec.id.partition(spec.slug)
            name = f"{date}{spec.slug}.md"
            return posixpath.join(root, home, layout.specs.roots[0], name).lstrip("/")
    return None


class OutsideDocuments:
    """The documents outside the folders of specs, by home, slug and role."""

    def __init__(self, homes: Iterable[Home]) -> None:
        self._named: dict[tuple[str, str, Role], list[tuple[str, str]]] = {}
        self._drafts: dict[str, SpecFolder] = {}
        self._by_name: dict[tuple[str, str], tuple[str, Role]] = {}
        for home in homes:
            for layout in home.layouts:
                for role, form in layout.elsewhere.items():
                    self._add(home, layout, role, form)

    def _add(self, home: Home, layout: Layout, role: Role, form: str) -> None:
        for path in sorted(home.files):
            below = home.below(path)
            if found := match_whole(form, below):
                key = home.path, found["slug"].lower(), role
                name = posixpath.basename(path)
                self._named.setdefault(key, []).append((name, path))
                self._by_name[home.path, name] = path, role
                if matches_any([below], layout.drafts):
                    stem = posixpath.splitext(name)[0]
                    self._drafts[path] = SpecFolder(stem, path, home, layout, None, found, [path])

    def drafts(self, folders: Collection[SpecFolder]) -> list[SpecFolder]:
        """The documents that are a spec by themselves: those of no spec in `folders`.

        Of several with the same slug, it is the last one.
        """
        taken = {path for files in self.by_spec(folders).values() for path, _ in files}
        slugs = {self._key(folder) for folder in folders}
        last = {self._key(it): it for path, it in self._drafts.items() if path not in taken}
        return [folder for key, folder in last.items() if key not in slugs]

    def named_in(self, page: SourceFile, folder: SpecFolder) -> list[tuple[str, Role]]:
        """The document that the head of a spec's file names: `**Spec:** specs/lamp-design.md`."""
        if folder.path in self._drafts:
            return []
        values = (value for key, value, _ in head_pairs(page) if _KEY.search(key))
        names = (posixpath.basename(it) for value in values for it in _FILE.findall(value))
        keys = ((folder.home.path, name) for name in names)
        return [self._by_name[key] for key in keys if key in self._by_name][:1]

    @staticmethod
    def _key(folder: SpecFolder) -> tuple[str, str]:
        return folder.home.path, folder.slug.lower()

    def by_spec(self, folders: Iterable[SpecFolder]) -> dict[str, list[tuple[str, Role]]]:
        """The documents of each spec with their roles, by the spec's path."""
        found = {it.path: list(self._of(it)) for it in folders if it.layout.elsewhere}
        return {path: files for path, files in found.items() if files}

    def _of(self, folder: SpecFolder) -> Iterator[tuple[str, Role]]:
        """The documents of a spec.

        Of several with the spec's slug, it is the last one that its name allows: names begin with a
        date, and the document is not younger than the spec.
        """
        for role in folder.layout.elsewhere:
            if folder.path in self._drafts:
                yield folder.path, role
            elif paths := self._alike(folder, role):
                place = bisect_right(paths, (f"{folder.id}~", "")) - 1
                yield paths[max(place, 0)][1], role

    def _alike(self, folder: SpecFolder, role: Role) -> list[tuple[str, str]]:
        home, slug = self._key(folder)
        part = _PART.match(slug)
        whole = self._named.get((home, part["whole"], role)) if part else None
        return self._named.get((home, slug, role)) or whole or []
