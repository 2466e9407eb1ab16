"""The index of a tree: its projects, homes, specs and decision files, found by path alone."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

from aos_check.model.addresses import SpecDirectory
from aos_check.model.document import Role
from aos_check.model.workflow import TeamPhase
from aos_check.reading.approval.levels import ApprovalPolicy
from aos_check.reading.code_files import ARTIFACT, IN_SPEC
from aos_check.reading.code_table import PAPER, CodeRow
from aos_check.reading.decision_files import DecisionFiles, find_decisions
from aos_check.reading.foreign import is_foreign
from aos_check.reading.homes import find_homes
from aos_check.reading.layouts import Layout
from aos_check.reading.layouts.loading import shipped
from aos_check.reading.outside_documents import OutsideDocuments
from aos_check.reading.record_places import RecordPlaces, places_of_records
from aos_check.reading.spec_folders import Places, SpecFolder, find_specs


@dataclass(frozen=True, slots=True)
class Sources:
    """The settings that decide which artifacts are found and how they are read.

    `layouts`: None means the shipped ones. `roots`: only the projects in these folders (`.` is the
    top, None means all). `approved_words`: more words for an approved status. `decision_folders`:
    more places of decision records. `specs`: only the specs at these paths (None means all).
    `known_homes` returns the homes and layouts before a change; None if no project there asks for
    approvals. If one does, new homes ask for them too. `bare_homes` returns those in which nothing
    could be approved before the change; None if nothing could be in any of them. `stated` says of a
    project's root whether a spec there said before the change that it is approved; None if there
    was no such project. `settled` returns the paths of the specs that had finished work when the
    project adopted the gate. `phases` are those of the team's own workflow.
    """

    layouts: Sequence[Layout] | None = None
    roots: Sequence[str] | None = None
    approved_words: tuple[str, ...] = ()
    decision_folders: tuple[str, ...] = ()
    policy: ApprovalPolicy = field(default_factory=ApprovalPolicy)
    specs: Collection[str] | None = None
    known_homes: Callable[[], Collection[tuple[str, str]] | None] = lambda: None
    bare_homes: Callable[[], Collection[tuple[str, str]] | None] = lambda: None
    stated: Callable[[str], bool | None] = lambda _root: None
    settled: Callable[[], Collection[str]] = tuple
    phases: Sequence[TeamPhase] = ()

    @property
    def known(self) -> Sequence[Layout]:
        """The layouts to look for, the shipped ones by default."""
        return shipped() if self.layouts is None else self.layouts

    def wanted(self, folders: Iterable[SpecFolder]) -> dict[str, SpecFolder]:
        """Those of the specs that are asked for, by their paths."""
        return {it.path: it for it in folders if self.specs is None or it.path in self.specs}


class ArtifactIndex:
    """The places of the artifacts in a tree with these paths.

    `before` is the index of a similar tree; equal parts of it are reused. `places` is a cache of
    the spec of each path, shared by all indexes.
    """

    def __init__(
        self,
        paths: AbstractSet[str],
        sources: Sources,
        places: Places,
        before: ArtifactIndex | None = None,
    ) -> None:
        self.paths = paths
        self._sources = sources
        self._places = places
        homes = find_homes(paths, sources.known)
        logs = [f"{it.path}/{log}" for it in homes for each in it.layouts for log in each.decisions]
        self.decision_places = (
            {it.path: it.root for it in homes},
            [*sources.decision_folders, *logs],
        )
        decisions = self._find_decisions(before)
        roots = sorted({home.root for home in homes} | set(decisions))
        if sources.roots is not None:
            wanted = {"" if root in (".", "./") else root.strip("/") for root in sources.roots}
            roots = [root for root in roots if root in wanted]
        else:
            roots = [root for root in roots if not is_foreign(root)]
        self.roots = tuple(roots)
        self.homes = [home for home in homes if home.root in roots]
        self.all_decisions = decisions
        self.decisions = {root: decisions[root] for root in roots if root in decisions}
        known = before.folders if before else {}
        found = (it for home in self.homes for it in find_specs(home, places, known))
        self.folders: dict[str, SpecFolder] = sources.wanted(found)
        self.outside = outside = OutsideDocuments(self.homes)
        self.folders |= sources.wanted(outside.drafts(self.folders.values()))
        self.closings = _closings(self.folders.values(), paths)
        self.elsewhere = outside.by_spec(self.folders.values())

    def _find_decisions(self, before: ArtifactIndex | None) -> dict[str, DecisionFiles]:
        if before and before.decision_places == self.decision_places:
            differing = self.paths ^ before.paths
            if not find_decisions(differing, *self.decision_places):
                return before.all_decisions
        return find_decisions(self.paths, *self.decision_places)

    def updated(self, paths: AbstractSet[str]) -> ArtifactIndex:
        """The index of the changed tree, which has these paths."""
        if paths == self.paths:
            return self
        return ArtifactIndex(paths, self._sources, self._places, self)

    def records(self, folder: SpecFolder) -> RecordPlaces:
        """The places of the spec's records."""
        return places_of_records(folder, self.elsewhere.get(folder.path, ()))

    @cached_property
    def users(self) -> dict[str, list[str]]:
        """The paths of the specs that each file belongs to: several may share a design."""
        users = {file: [path] for path, folder in self.folders.items() for file in folder.files}
        for path, folder in self.folders.items():
            elsewhere = (file for file, _ in self.elsewhere.get(path, ()))
            outside = (*self.closings.get(path, ()), *elsewhere, *self.records(folder))
            for file in filter(None, outside):
                if path not in users.setdefault(file, []):
                    users[file].append(path)
        return users

    @cached_property
    def owners(self) -> dict[str, str]:
        """The path of the spec that each file belongs to, of several the first."""
        return {file: specs[0] for file, specs in self.users.items()}

    @cached_property
    def directory(self) -> SpecDirectory[SpecFolder]:
        """Finds specs by any of their names."""
        return SpecDirectory(list(self.folders.values()))

    def below(self, root: str | None) -> Iterator[SpecFolder]:
        """The specs of the project at `root`, or all of them."""
        for folder in self.folders.values():
            if root is None or folder.home.root == root:
                yield folder

    @property
    def roadmaps(self) -> frozenset[str]:
        """The paths of all roadmaps."""
        products = (product for home in self.homes for product in home.products())
        return frozenset(path for role, _, path in products if role is Role.ROADMAP)

    def root_of(self, path: str) -> str | None:
        """The root of the nearest project above the path, if there is one."""
        return nearest_root(path, self._owning_roots)

    @cached_property
    def _owning_roots(self) -> frozenset[str]:
        """The top, and the roots of projects with artifacts: an empty home owns no code."""
        homes = (home for home in self.homes if not home.root or home.path in self._filled_homes)
        return frozenset(home.root for home in homes).union(self.decisions)

    @cached_property
    def laid_out(self) -> frozenset[tuple[str, str]]:
        """Each home with the names of its layouts."""
        return frozenset((home.path, it.name) for home in self.homes for it in home.layouts)

    @cached_property
    def governing(self) -> frozenset[str]:
        """The roots of the projects that have a spec."""
        return frozenset(folder.home.root for folder in self.folders.values())

    @property
    def is_empty(self) -> bool:
        """True if no project has an artifact: what a framework installs is none."""
        return not (self._filled_homes or self.decisions)

    def is_artifact(self, path: str) -> bool:
        """True for decision records, and for documents and data in a home.

        In a hidden home every file counts as an artifact. In a visible one only documents and data
        do, so that code cannot hide there. A folder that only has the name of a home is none.
        """
        return path in self._decision_paths or any(
            path.startswith(f"{home}/")
            and (posixpath.basename(home).startswith(".") or path.lower().endswith(PAPER))
            for home in self._filled_homes
        )

    def row(self, path: str) -> CodeRow | None:
        """The row of the path in the table of code, if it is an artifact."""
        if self._is_in_spec(path):
            return IN_SPEC
        return ARTIFACT if self.is_artifact(path) else None

    def _is_in_spec(self, path: str) -> bool:
        while path and path not in self.spec_paths:
            path = posixpath.dirname(path)
        return bool(path)

    @cached_property
    def spec_paths(self) -> frozenset[str]:
        """The paths of the specs that have a document: a folder's name alone is not enough.

        A home that is one spec is left out, so that code cannot hide in it.
        """
        documented = self._documented
        return frozenset(path for path in documented if path != self.folders[path].home.path)

    @cached_property
    def _documented(self) -> frozenset[str]:
        return frozenset(
            path
            for path, folder in self.folders.items()
            if any(map(folder.is_document, folder.files))
        )

    @cached_property
    def _filled_homes(self) -> frozenset[str]:
        """The homes with a spec, a document of the product or a decision."""
        return frozenset(self.folders[path].home.path for path in self._documented) | {
            home.path
            for home in self.homes
            if any(home.products()) or not self._decision_paths.isdisjoint(home.files)
        }

    @cached_property
    def _decision_paths(self) -> frozenset[str]:
        files = self.decisions.values()
        return frozenset(path for each in files for path in (*each.records, *each.logs))


def nearest_root(path: str, roots: Collection[str]) -> str | None:
    """The nearest of the folders that the path is in, if it is in any."""
    above = posixpath.dirname(path)
    while above and above not in roots:
        above = posixpath.dirname(above)
    return above if above in roots else None


def _closings(folders: Iterable[SpecFolder], paths: Collection[str]) -> dict[str, list[str]]:
    """The closing documents outside of each spec's folder, by the spec's path."""
    found: dict[str, list[str]] = {}
    for folder in folders:
        for pattern in folder.layout.closings:
            name = pattern.replace("{spec}", folder.id).replace("{slug}", folder.slug)
            path = f"{folder.home.path}/{name}"
            if path in paths:
                found.setdefault(folder.path, []).append(path)
    return found
