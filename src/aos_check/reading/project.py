"""Reads a tree into projects: one for each folder with a home or decision records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from fnmatch import fnmatchcase

from aos_check.model.decision import Decision
from aos_check.model.document import Document, Mark, Role
from aos_check.model.project import Milestone, Project, Statement, Unreadable
from aos_check.model.spec import Spec
from aos_check.model.tree import Tree
from aos_check.model.workflow import Workflow
from aos_check.reading.artifact_index import Sources
from aos_check.reading.deltas import texts_of_base
from aos_check.reading.homes import Home, matches_any
from aos_check.reading.layouts import Artifact, Layout, Product
from aos_check.reading.ledgers import read_ledger
from aos_check.reading.milestone_owners import link
from aos_check.reading.pages import Progress
from aos_check.reading.placeholders import is_template
from aos_check.reading.roadmap import read_milestones
from aos_check.reading.roadmap_ledger import roadmap_statements, with_headed_phases
from aos_check.reading.silence import silent_homes, silent_specs
from aos_check.reading.snapshot import Snapshot


def read_projects(
    tree: Tree, sources: Sources | None = None, *, progress: Progress | None = None
) -> tuple[Project, ...]:
    """Every project of the tree, outermost first."""
    return projects_of(Snapshot(tree, sources, progress=progress))


def projects_of(snapshot: Snapshot) -> tuple[Project, ...]:
    """Every project of the snapshot, outermost first."""
    return tuple(_ProjectReader(snapshot, root).read() for root in snapshot.found.roots)


def plan_of(snapshot: Snapshot, root: str) -> Project:
    """The project at `root` with only its specs and its roadmap."""
    return _ProjectReader(snapshot, root).read_plan()


class _ProjectReader:
    """Reads one project, and collects the files that cannot be read."""

    def __init__(self, snapshot: Snapshot, root: str) -> None:
        self._snapshot = snapshot
        self._root = root
        found = snapshot.found
        self._homes = [home for home in found.homes if home.root == root]
        self._folders = list(found.below(root))
        self._decisions = found.decisions.get(root)
        self._unreadable: dict[str, Unreadable] = {}
        self._page = snapshot.pages.opener(self._unreadable)
        self._documents: dict[str, Document] = {}

    def read(self) -> Project:
        """The whole project."""
        specs = self._snapshot.specs(self._root)
        for spec in specs:
            marks = self._snapshot.unreadable(spec.path)
            self._unreadable |= {mark.at.path: mark for mark in marks}
        closings = self._snapshot.found.closings
        taken = {path for folder in self._folders for path in folder.files}
        self._read_products(taken.union(*closings.values()))
        milestones = link(self._milestones(), specs)
        decisions = self._read_decisions()
        bases = self._read_bases(specs)
        statements = self._read_ledgers(specs, milestones)
        workflows = tuple(self._records(specs))
        return Project(
            root=self._root or ".",
            layouts=self._layouts(specs),
            expects=frozenset(self._expected()),
            mission=self._first(Role.MISSION),
            roadmap=self._first(Role.ROADMAP),
            milestones=milestones,
            decisions=decisions,
            specs=tuple(specs),
            documents=tuple(self._documents.values()),
            unreadable=tuple(self._unreadable.values()),
            workflows=workflows,
            bases=bases,
            statements=tuple(statements),
            silent=tuple(self._silent(specs, decisions, workflows)),
            standards=dict(self._standards()),
        )

    def _standards(self) -> Iterator[tuple[str, str]]:
        """The standards, by their paths in the folder of standards."""
        for home in self._homes:
            for folder in {f"{it.standards}/" for it in home.layouts if it.standards}:
                found = ((home.below(path), path) for path in sorted(home.files))
                texts = ((name, path) for name, path in found if name.endswith(".md"))
                yield from (
                    (name.removeprefix(folder), path)
                    for name, path in texts
                    if name.startswith(folder)
                )

    def _silent(
        self, specs: Sequence[Spec], decisions: Sequence[Decision], workflows: Sequence[Workflow]
    ) -> Iterator[Mark]:
        """The homes and specs in which nothing is read."""
        read = {*self._documents, *self._unreadable}
        read.update(decision.at.path for decision in decisions)
        read.update(workflow.at.path for workflow in workflows)
        read.update(path for folder in self._folders for path in folder.files)
        yield from silent_homes(self._homes, read)
        yield from silent_specs(self._folders, specs, self._unreadable.keys())

    def _expected(self) -> Iterator[Role]:
        """The roles of the product documents that the layouts of the specs require."""
        for folder in self._folders:
            products = folder.layout.products.items()
            yield from (role for role, product in products if not product.optional)

    def read_plan(self) -> Project:
        """The project with only its specs and its roadmap."""
        specs = self._snapshot.specs(self._root)
        return Project(
            root=self._root or ".",
            layouts=self._layouts(specs),
            milestones=link(self._milestones(), specs),
            specs=tuple(specs),
        )

    def _records(self, specs: Sequence[Spec]) -> Iterator[Workflow]:
        for spec in specs:
            if errors := self._snapshot.bad_records(spec.path):
                yield Workflow("records", errors[0].at, errors=errors)
        from aos_check.reading.records import read_records

        for home in self._homes:
            yield from read_records(self._snapshot.tree, home.path, home.files)

    def _read_products(self, taken: AbstractSet[str]) -> None:
        """Read the mission, the roadmap and the other documents of each home."""
        for home in self._homes:
            known = tuple(name for layout in home.layouts for name in layout.placeholders)
            for role, product, path in home.products():
                if path not in self._documents:
                    artifact = Artifact(
                        role=role, paths=(), sections=product.sections, marks=product.marks
                    )
                    self._read_document(path, artifact, known)
            others = {pattern for layout in home.layouts for pattern in layout.others}
            for path in sorted(home.files - taken):
                if matches_any([home.below(path)], others):
                    self._read_document(path, _OTHER)
            for path in home.at_root():
                there = path in self._snapshot.files and path not in taken
                page = self._page(path) if there else None
                if page:
                    paths = () if is_template(page) else (path,)
                    self._read_document(path, Artifact(Role.OTHER, paths), known)

    def _read_decisions(self) -> tuple[Decision, ...]:
        """The decisions; their files become documents as well."""
        if not self._decisions:
            return ()
        from aos_check.reading.decisions import read_decisions, unread_decisions

        decisions = read_decisions(self._decisions, self._page)
        unread = unread_decisions(self._decisions, decisions, self._page)
        places = [decision.at.path for decision in decisions] + [mark.at.path for mark in unread]
        for path in dict.fromkeys(places):
            self._read_document(path, _DECISION)
            document = self._documents.get(path)
            if document:
                marks = tuple(mark for mark in unread if mark.at.path == path)
                self._documents[path] = document._replace(unread=(*document.unread, *marks))
        return decisions

    def _read_document(
        self, path: str, artifact: Artifact, placeholders: tuple[str, ...] = ()
    ) -> None:
        page = self._page(path) if path not in self._documents else None
        if page:
            reading = replace(self._snapshot.reading, placeholders=placeholders)
            self._documents[path] = self._snapshot.cache.document(page, artifact, reading)

    def _read_bases(self, specs: Sequence[Spec]) -> dict[str, Mapping[str, str] | None]:
        """The requirements in the documents that the specs change, if these exist."""
        wanted = {delta.base for spec in specs for delta in spec.deltas} & self._snapshot.files
        pages = {path: self._page(path) for path in sorted(wanted)}
        return {path: texts_of_base(page) if page else None for path, page in pages.items()}

    def _read_ledgers(
        self, specs: Sequence[Spec], milestones: Sequence[Milestone]
    ) -> list[Statement]:
        """The statements of the ledgers, which become documents as well."""
        found: list[Statement] = []
        places = {path: home for home in self._homes for path in home.ledgers()}
        for path, home in places.items():
            if path not in self._snapshot.files or not (page := self._page(path)):
                continue
            if path in self._snapshot.found.roadmaps:
                found += roadmap_statements(page, milestones, specs)
            else:
                self._read_document(path, _OTHER)
                words = {**home.layouts[0].status.meanings, **self._snapshot.reading.status_words}
                ledger = read_ledger(page, home, specs, words)
                self._documents[path] = self._documents[path]._replace(unread=ledger.unread)
                found += ledger.statements
        return found

    def _first(self, role: Role) -> Document | None:
        return next((d for d in self._documents.values() if d.role is role), None)

    def _milestones(self) -> list[Milestone]:
        products = (product for home in self._homes for product in home.products())
        ledgers = {path for home in self._homes for path in home.ledgers()}
        for role, product, path in products:
            if role is Role.ROADMAP:
                page = self._page(path)
                items = read_milestones(page, product.marks) if page else ()
                found = [it for it in items if _counts(it, product)]
                return with_headed_phases(page, found) if page and path in ledgers else found
        return []

    def _layouts(self, specs: Sequence[Spec]) -> tuple[str, ...]:
        """The names of the specs' layouts; without specs, those of the homes."""
        found = [spec.layout for spec in specs]
        return tuple(dict.fromkeys(found or (_default_layout(it).name for it in self._homes)))


_OTHER = Artifact(role=Role.OTHER, paths=())
_DECISION = Artifact(role=Role.DECISION, paths=())


def _default_layout(home: Home) -> Layout:
    """The layout of a home without specs: the first that requires no marks in a spec."""
    return next((layout for layout in home.layouts if not layout.specs.marks), home.layouts[0])


def _counts(item: Milestone, roadmap: Product) -> bool:
    """True if the item is below one of the headings that the layout counts."""
    heading = item.phase.casefold()
    return not roadmap.under or any(fnmatchcase(heading, each) for each in roadmap.under)
