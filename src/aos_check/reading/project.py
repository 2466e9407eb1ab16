"""A tree read into projects: one for each folder that holds a home or decision records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from aos_check.finding import Place
from aos_check.layouts import Artifact, Layout, Product, shipped
from aos_check.model import Decision, Document, Mark, Milestone, Project, Role, Spec, Status
from aos_check.reading.decisions import (
    DecisionFiles,
    find_decisions,
    read_decisions,
    unread_decisions,
)
from aos_check.reading.discovery import Home, SpecFolder, find_homes, find_specs, matches_any
from aos_check.reading.document import Reading, read_document
from aos_check.reading.page import Page, UnreadableFileError, read_page
from aos_check.reading.records import read_records
from aos_check.reading.references import Paths
from aos_check.reading.roadmap import link, read_milestones
from aos_check.reading.spec import read_spec
from aos_check.tree import Tree

Progress = Callable[[int, int], None]
"""Told after each document how many are read, and how many there are at most."""


def read_projects(
    tree: Tree,
    layouts: Sequence[Layout] | None = None,
    *,
    roots: Sequence[str] | None = None,
    approved_words: Sequence[str] = (),
    decision_folders: Sequence[str] = (),
    progress: Progress | None = None,
) -> tuple[Project, ...]:
    """Every project of the tree, outermost first.

    `roots` restricts them to these folders (`.` is the top); by default they are found.
    `approved_words` are more words for an approved status, `decision_folders` more places to look
    for decision records.
    """
    paths = Paths(tree.paths())
    homes = find_homes(paths.files, shipped() if layouts is None else layouts)
    decisions = find_decisions(paths.files, [home.path for home in homes], decision_folders)
    found = sorted({home.root for home in homes} | set(decisions))
    if roots is not None:
        wanted = {"" if root in (".", "./") else root.strip("/") for root in roots}
        found = [root for root in found if root in wanted]
    pages = _Pages(tree, progress, len([path for path in paths.files if path.endswith(".md")]))
    return tuple(
        _Reader(
            tree,
            pages,
            root,
            [home for home in homes if home.root == root],
            decisions.get(root),
            Reading(paths, tuple(approved_words)),
        ).read()
        for root in found
    )


class _Pages:
    """Opens each page once, and keeps count."""

    def __init__(self, tree: Tree, progress: Progress | None, total: int) -> None:
        self._tree = tree
        self._progress = progress
        self._total = total
        self._pages: dict[str, Page] = {}

    def open(self, path: str) -> Page:
        """The page. Raises UnreadableFileError."""
        if path not in self._pages:
            self._pages[path] = read_page(self._tree, path)
            if self._progress:
                self._progress(len(self._pages), self._total)
        return self._pages[path]


class _Reader:
    """Reads one project, and notes what could not be read on the way."""

    def __init__(
        self,
        tree: Tree,
        pages: _Pages,
        root: str,
        homes: list[Home],
        decisions: DecisionFiles | None,
        reading: Reading,
    ) -> None:
        self._tree = tree
        self._pages = pages
        self._root = root
        self._homes = homes
        self._decisions = decisions
        self._reading = reading
        self._unreadable: dict[str, Mark] = {}
        self._documents: dict[str, Document] = {}

    def read(self) -> Project:
        """The project with all that belongs to it."""
        folders = [folder for home in self._homes for folder in find_specs(home)]
        closings = self._closings(folders)
        specs = [self._read_spec(folder, closings.get(folder.path, [])) for folder in folders]
        taken = {path for folder in folders for path in folder.files}
        self._read_products(taken.union(*closings.values()))
        milestones = link(self._milestones(), specs)
        decisions = read_decisions(self._decisions, self._page) if self._decisions else ()
        self._read_decision_documents(decisions)
        return Project(
            root=self._root or ".",
            layouts=tuple(dict.fromkeys(spec.layout for spec in specs)) or self._home_layouts(),
            expects=self._expects(folders),
            mission=self._first(Role.MISSION),
            roadmap=self._first(Role.ROADMAP),
            milestones=milestones,
            decisions=decisions,
            specs=tuple(specs),
            documents=tuple(self._documents.values()),
            unreadable=tuple(self._unreadable.values()),
            workflows=tuple(
                workflow
                for home in self._homes
                for workflow in read_records(self._tree, home.path, home.files)
            ),
        )

    def _page(self, path: str) -> Page | None:
        """The page, or None once it is noted why it cannot be read."""
        try:
            return self._pages.open(path)
        except UnreadableFileError as error:
            self._unreadable.setdefault(path, Mark(str(error), Place(path)))
            return None

    def _read_spec(self, folder: SpecFolder, closings: list[str]) -> Spec:
        words = (*self._reading.approved_words, *folder.layout.statuses.get(Status.APPROVED, ()))
        reading = replace(
            self._reading,
            approved_words=words,
            placeholders=folder.layout.placeholders,
            without_code=frozenset(f"{folder.path}/{path}" for path in folder.layout.without_code),
        )
        return read_spec(folder, closings, self._page, reading)

    def _closings(self, folders: list[SpecFolder]) -> dict[str, list[str]]:
        """The documents outside a spec's folder that tell of its end, by the spec's path."""
        found: dict[str, list[str]] = {}
        for folder in folders:
            slug = folder.match.groupdict().get("slug") if folder.match else None
            for pattern in folder.layout.closings:
                name = pattern.replace("{spec}", folder.id).replace("{slug}", slug or folder.id)
                path = f"{folder.home.path}/{name}"
                if path in folder.home.files:
                    found.setdefault(folder.path, []).append(path)
        return found

    def _read_products(self, taken: set[str]) -> None:
        """The mission, the roadmap and whatever else lies beside them."""
        for home in self._homes:
            known = tuple(name for layout in home.layouts for name in layout.placeholders)
            for layout in home.layouts:
                for role, product in _products(layout):
                    path = next((p for p in _below(home, product.paths) if p in home.files), None)
                    if path and path not in self._documents:
                        artifact = Artifact(role=role, paths=(), sections=product.sections)
                        self._read_document(path, artifact, known)
            others = {pattern for layout in home.layouts for pattern in layout.others}
            for path in sorted(home.files - taken):
                if matches_any([home.below(path)], others):
                    self._read_document(path, _OTHER)

    def _read_decision_documents(self, decisions: tuple[Decision, ...]) -> None:
        if self._decisions is None:
            return
        odd = unread_decisions(self._decisions, decisions, self._page)
        places = [decision.at.path for decision in decisions] + [mark.at.path for mark in odd]
        for path in dict.fromkeys(places):
            self._read_document(path, _DECISION)
            document = self._documents.get(path)
            if document:
                marks = tuple(mark for mark in odd if mark.at.path == path)
                self._documents[path] = replace(document, unread=(*document.unread, *marks))

    def _read_document(
        self, path: str, artifact: Artifact, placeholders: tuple[str, ...] = ()
    ) -> None:
        page = self._page(path) if path not in self._documents else None
        if page:
            reading = replace(self._reading, placeholders=placeholders)
            self._documents[path] = read_document(page, artifact, reading)

    def _first(self, role: Role) -> Document | None:
        return next((d for d in self._documents.values() if d.role is role), None)

    def _milestones(self) -> list[Milestone]:
        roadmap = self._first(Role.ROADMAP)
        page = self._page(roadmap.path) if roadmap else None
        return list(read_milestones(page)) if page else []

    def _expects(self, folders: list[SpecFolder]) -> frozenset[Role]:
        layouts = [folder.layout for folder in folders]
        return frozenset(role for layout in layouts for role, _ in _products(layout))

    def _home_layouts(self) -> tuple[str, ...]:
        names = [_plainest(home).name for home in self._homes]
        return tuple(dict.fromkeys(names))


_OTHER = Artifact(role=Role.OTHER, paths=())
_DECISION = Artifact(role=Role.DECISION, paths=())


def _products(layout: Layout) -> Iterator[tuple[Role, Product]]:
    if layout.mission:
        yield Role.MISSION, layout.mission
    if layout.roadmap:
        yield Role.ROADMAP, layout.roadmap


def _below(home: Home, paths: Sequence[str]) -> Iterator[str]:
    return (f"{home.path}/{path}" for path in paths)


def _plainest(home: Home) -> Layout:
    """The layout of a home without specs: the first that asks for no marks in a spec."""
    return next((layout for layout in home.layouts if not layout.specs.marks), home.layouts[0])
