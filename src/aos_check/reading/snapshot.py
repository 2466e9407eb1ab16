"""A tree seen as its projects: what lies where is known at once, each spec is read when asked for.

A moment after a change shares with the one before all that the change did not touch, so that a
walk through history reads only what each commit brought.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property

from aos_check.model.addresses import SpecDirectory
from aos_check.model.approval import ApprovalLevel
from aos_check.model.change import PathChange
from aos_check.model.document import Mark, Role, Status
from aos_check.model.finding import Place
from aos_check.model.spec import Spec
from aos_check.model.tree import MemoryTree, Tree
from aos_check.reading.approval.levels import (
    FILE,
    ApprovalPolicy,
    BadRecordsError,
    Proof,
    Witness,
    digest_of,
    prove,
    read_records,
)
from aos_check.reading.decision_files import DecisionFiles, find_decisions
from aos_check.reading.discovery import Places, SpecFolder, find_homes, find_specs
from aos_check.reading.document import Reading, read_document
from aos_check.reading.layouts import Artifact, Layout, shipped
from aos_check.reading.page import SourceFile, UnreadableFileError, read_page, read_text
from aos_check.reading.read_cache import ReadCache
from aos_check.reading.references import Paths
from aos_check.reading.spec import read_spec

Progress = Callable[[int, int], None]
"""Told after each document how many are read, and how many there are at most."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What to look for: the layouts (None: those that are shipped), and where.

    `roots` restricts projects to these folders (`.` is the top, None: any). `approved_words` are
    more words for an approved status, `decision_folders` more places for decision records. `specs`
    restricts specs to those at these paths (None: any).
    """

    layouts: Sequence[Layout] | None = None
    roots: Sequence[str] | None = None
    approved_words: tuple[str, ...] = ()
    decision_folders: tuple[str, ...] = ()
    policy: ApprovalPolicy = field(default_factory=ApprovalPolicy)
    specs: Collection[str] | None = None

    @property
    def known(self) -> Sequence[Layout]:
        """The layouts looked for; by default those that are shipped."""
        return shipped() if self.layouts is None else self.layouts


class ArtifactIndex:
    """Where the paths of a tree keep artifacts; what was known of `before` is not sought again."""

    def __init__(
        self,
        paths: AbstractSet[str],
        sources: Sources,
        places: Places | None = None,
        before: ArtifactIndex | None = None,
    ) -> None:
        self._paths = paths
        homes = find_homes(paths, sources.known)
        decisions = self._decisions([home.path for home in homes], sources, before)
        roots = sorted({home.root for home in homes} | set(decisions))
        if sources.roots is not None:
            wanted = {"" if root in (".", "./") else root.strip("/") for root in sources.roots}
            roots = [root for root in roots if root in wanted]
        self.roots: tuple[str, ...] = tuple(roots)
        self.homes = [home for home in homes if home.root in roots]
        self._all_decisions = decisions
        self.decisions = {root: decisions[root] for root in roots if root in decisions}
        settled = before.folders if before else {}
        self.folders: dict[str, SpecFolder] = {
            folder.path: folder
            for home in self.homes
            for folder in find_specs(home, places, settled)
            if sources.specs is None or folder.path in sources.specs
        }
        self.closings = _closings(self.folders.values(), paths)

    def _decisions(
        self, homes: list[str], sources: Sources, before: ArtifactIndex | None
    ) -> dict[str, DecisionFiles]:
        extra = sources.decision_folders
        if before and homes == [home.path for home in before.homes]:
            differing = self._paths ^ before._paths  # noqa: SLF001 - its own kind
            if not find_decisions(differing, homes, extra):
                return before._all_decisions  # noqa: SLF001
        return find_decisions(self._paths, homes, extra)

    @cached_property
    def owners(self) -> dict[str, str]:
        """The spec that each file belongs to, by their paths."""
        owners = {file: spec for spec, files in self.closings.items() for file in files}
        owners |= {file: path for path, folder in self.folders.items() for file in folder.files}
        return owners

    @cached_property
    def directory(self) -> SpecDirectory[SpecFolder]:
        """The specs by every name they have."""
        return SpecDirectory(list(self.folders.values()))

    @cached_property
    def recorded(self) -> frozenset[str]:
        """The roots of projects in which any approval is recorded."""
        return frozenset(
            folder.home.root for folder in self.folders.values() if _record_file(folder)
        )

    def root_of(self, path: str) -> str | None:
        """The root of the nearest project above the path, else the one at the top; or None."""
        above = posixpath.dirname(path)
        while above and above not in self.roots:
            above = posixpath.dirname(above)
        return above if above in self.roots else None

    def is_artifact(self, path: str) -> bool:
        """True for documents and data in a home, and for decision records.

        What a framework installs for itself lies in a hidden home; a visible one is no place to
        keep code out of sight.
        """
        return path in self._decision_paths or any(
            path.startswith(f"{home.path}/")
            and (posixpath.basename(home.path).startswith(".") or path.lower().endswith(PAPER))
            for home in self.homes
        )

    @cached_property
    def _decision_paths(self) -> frozenset[str]:
        files = self.decisions.values()
        return frozenset(path for each in files for path in (*each.records, *each.logs))


PAPER = (
    ".md", ".markdown", ".mdx", ".rst", ".txt", ".json", ".jsonl", ".yml", ".yaml", ".toml", ".csv",
    ".html", ".pdf", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".drawio", ".excalidraw",
    ".mmd", ".puml", ".fig", ".gitkeep",
)  # fmt: skip
"""Endings of what specs are made of: documents, data and pictures."""


def _closings(folders: Iterable[SpecFolder], paths: Collection[str]) -> dict[str, list[str]]:
    """The documents outside a spec's folder that tell of its end, by the spec's path."""
    found: dict[str, list[str]] = {}
    for folder in folders:
        for pattern in folder.layout.closings:
            name = pattern.replace("{spec}", folder.id).replace("{slug}", folder.slug)
            path = f"{folder.home.path}/{name}"
            if path in paths:
                found.setdefault(folder.path, []).append(path)
    return found


def _record_file(folder: SpecFolder) -> str | None:
    path = f"{folder.path}/{FILE}"
    return path if path in folder.files else None


class Snapshot:
    """The projects of one tree. `links`: it lists all files, so that links can be judged."""

    def __init__(  # noqa: PLR0913 - each is a source of its own
        self,
        tree: Tree,
        sources: Sources | None = None,
        *,
        links: bool = True,
        witness: Witness | None = None,
        progress: Progress | None = None,
        before: Snapshot | None = None,
        touched: Iterable[str] = (),
        cache: ReadCache | None = None,
    ) -> None:
        self.tree = tree
        self.sources = sources or Sources()
        self._witness = witness
        self._progress = progress
        self.files = frozenset(tree.paths())
        self._paths = Paths(self.files) if links else None
        self.cache: ReadCache = before.cache if before else cache or ReadCache()
        self._pages: dict[str, SourceFile] = {}
        self._cells: dict[str, _ReadSpec] = {}
        same = before is not None and before.files == self.files
        self.found: ArtifactIndex = before.found if before and same else self._find(before)
        if before is not None:
            self._cells = self._kept(before, set(touched))

    def _find(self, before: Snapshot | None) -> ArtifactIndex:
        known = before.found if before else None
        return ArtifactIndex(self.files, self.sources, self.cache.places, known)

    def after(
        self, tree: Tree, changes: Iterable[PathChange], witness: Witness | None = None
    ) -> Snapshot:
        """The moment of `tree`, which differs from this one's by `changes`."""
        touched = [path for change in changes for path in change.paths]
        links = self._paths is not None
        return Snapshot(
            tree, self.sources, links=links, witness=witness, before=self, touched=touched
        )

    def _kept(self, before: Snapshot, touched: set[str]) -> dict[str, _ReadSpec]:
        """What was read before of the specs that are still as they were."""
        owners, now = before.found.owners, self.found
        gone = {owners[path] for path in touched if path in owners}
        gone |= {now.owners[path] for path in touched if path in now.owners}
        other = before.found.recorded ^ now.recorded
        return {
            path: cell
            for path, cell in before._cells.items()
            if path not in gone
            and path in now.folders
            and (now is before.found or _alike(cell.folder, now.folders[path]))
            and cell.folder.home.root not in other
        }

    def page(self, path: str) -> SourceFile:
        """The page, opened once. Raises UnreadableFileError."""
        if path not in self._pages:
            self._pages[path] = self.cache.page(self.tree, path)
            if self._progress:
                self._progress(len(self._pages), self._total)
        return self._pages[path]

    @cached_property
    def _total(self) -> int:
        return sum(1 for path in self.files if path.endswith(".md"))

    @property
    def reading(self) -> Reading:
        """What reading a document of this tree needs to know."""
        return Reading(self._paths, self.sources.approved_words)

    def specs(self, root: str | None = None) -> list[Spec]:
        """The specs of the project at `root`, or all."""
        folders = [
            folder
            for folder in self.found.folders.values()
            if root is None or folder.home.root == root
        ]
        found = []
        for start in range(0, len(folders), _TOGETHER):
            some = folders[start : start + _TOGETHER]
            unread = [folder for folder in some if folder.path not in self._cells]
            self.tree.expect(file for each in unread for file in each.files if file.endswith(".md"))
            found += [self.spec(folder.path) for folder in some]
        return found

    def spec(self, path: str) -> Spec:
        """The spec that lies at `path`."""
        return self._cell(path).spec

    def unreadable(self, path: str) -> tuple[Mark, ...]:
        """The files of the spec at `path` that could not be read."""
        return self._cell(path).unreadable

    def bad_records(self, path: str) -> tuple[Mark, ...]:
        """What is wrong with the approval records of the spec at `path`."""
        return self._cell(path).bad_records

    def _cell(self, path: str) -> _ReadSpec:
        if path not in self._cells:
            self._cells[path] = self._read(self.found.folders[path])
        return self._cells[path]

    def _read(self, folder: SpecFolder) -> _ReadSpec:
        unreadable: dict[str, Mark] = {}

        def open_page(path: str) -> SourceFile | None:
            try:
                return self.page(path)
            except UnreadableFileError as error:
                unreadable.setdefault(path, Mark(str(error), Place(path)))
                return None

        words = (*self.sources.approved_words, *folder.layout.statuses.get(Status.APPROVED, ()))
        reading = replace(
            self.reading,
            approved_words=words,
            placeholders=folder.layout.placeholders,
            without_code=frozenset(f"{folder.path}/{path}" for path in folder.layout.without_code),
        )
        closings = self.found.closings.get(folder.path, [])
        spec = read_spec(folder, closings, open_page, reading, self.cache)
        bad: tuple[Mark, ...] = ()
        if file := _record_file(folder):
            try:
                records = read_records(read_text(self.tree, file), file)
                spec = spec._replace(approval=spec.approval._replace(records=records))
            except UnreadableFileError as error:
                unreadable[file] = Mark(str(error), Place(file))
            except BadRecordsError as error:
                bad = tuple(Mark(text, Place(file, line)) for line, text in error.complaints)
        return _ReadSpec(folder, self._proved(spec, folder), tuple(unreadable.values()), bad)

    def _proved(self, spec: Spec, folder: SpecFolder) -> Spec:
        asked = self._asked(folder)
        spec = spec._replace(approval=spec.approval._replace(asked=asked))
        if not spec.approval.records:
            return spec
        proof = Proof(
            text=lambda path: read_text(self.tree, path),
            reread=_reread,
            policy=self.sources.policy,
            witness=self._witness,
        )
        return spec._replace(approval=prove(spec, proof))

    def _asked(self, folder: SpecFolder) -> ApprovalLevel | None:
        """The level asked for; None where layout, configuration and records are silent on it."""
        policy = self.sources.policy
        spoken = policy.said or folder.layout.approves or folder.home.root in self.found.recorded
        return policy.level if spoken else None


_TOGETHER = 100  # specs whose files are asked for at once


@dataclass(frozen=True, slots=True)
class _ReadSpec:
    """A spec as it was read, with what could not be."""

    folder: SpecFolder
    spec: Spec
    unreadable: tuple[Mark, ...]
    bad_records: tuple[Mark, ...]


def _alike(one: SpecFolder, other: SpecFolder) -> bool:
    return one.files == other.files and one.layout is other.layout and one.bucket == other.bucket


def _reread(path: str, content: bytes) -> str:
    """The digest of a document's earlier content; nothing for one that cannot be read."""
    try:
        page = read_page(MemoryTree({path: content}), path)
    except UnreadableFileError:
        return ""
    artifact = Artifact(role=Role.REQUIREMENTS, paths=())
    return digest_of(read_document(page, artifact, Reading(None)), page.text)
