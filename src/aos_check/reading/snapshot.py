"""A snapshot of the projects in a tree, in which each spec is read on demand.

The snapshot after a change shares all unchanged parts with the one before. A walk through history
therefore reads only the changes of each commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TypeVar

from aos_check.model.approval import ApprovalLevel, ApprovalRecord
from aos_check.model.change import PathChange
from aos_check.model.document import Mark, Role, Status, StatusLine
from aos_check.model.finding import Place
from aos_check.model.project import Unreadable
from aos_check.model.record_names import is_beside
from aos_check.model.spec import Spec
from aos_check.model.tree import MemoryTree, Tree
from aos_check.reading.approval.levels import (
    NOTHING_TO_APPROVE,
    Proof,
    Witness,
    digest_of,
    is_possible,
    prove,
    to_approve,
)
from aos_check.reading.approval.records import read_records
from aos_check.reading.artifact_index import ArtifactIndex, Sources
from aos_check.reading.discovery import SpecFolder
from aos_check.reading.document import Reading, read_document
from aos_check.reading.layouts import Artifact, Layout
from aos_check.reading.page import (
    MISSING,
    OpenPage,
    SourceFile,
    UnreadableFileError,
    read_page,
    read_text,
)
from aos_check.reading.proofs import read_proofs
from aos_check.reading.read_cache import ReadCache
from aos_check.reading.record_files import BadRecordsError
from aos_check.reading.record_places import places_of_records
from aos_check.reading.references import Paths
from aos_check.reading.required_approval import RequiredApproval
from aos_check.reading.spec import read_spec
from aos_check.reading.spec_data import goes_without_requirements, status_in_file
from aos_check.reading.spec_documents import Outside, assigned, parts_of
from aos_check.reading.spec_schemas import defines_schemas, with_schema
from aos_check.reading.structured import UnreadableDataError

Record = TypeVar("Record")
Value = TypeVar("Value")
Progress = Callable[[int, int], None]
"""Called after each document with the number of those read and the highest possible number."""

_BATCH = 100
"""The number of specs whose files are requested from the tree at once."""


@dataclass(frozen=True, slots=True)
class _ReadSpec:
    """A spec, with its unreadable files and the errors in its records."""

    folder: SpecFolder
    spec: Spec
    unreadable: tuple[Unreadable, ...]
    bad_records: tuple[Mark, ...]


class Snapshot:
    """The projects of a tree.

    `links`: the tree lists all files, so links can be checked. `whole`: it is a whole repository.
    """

    def __init__(  # noqa: PLR0913 - independent options
        self,
        tree: Tree,
        sources: Sources | None = None,
        *,
        links: bool = True,
        whole: bool = True,
        witness: Witness | None = None,
        progress: Progress | None = None,
        cache: ReadCache | None = None,
        before: ArtifactIndex | None = None,
    ) -> None:
        self.tree = tree
        self.sources = sources or Sources()
        self.cache = cache or ReadCache()
        self.files = frozenset(tree.paths())
        self.found: ArtifactIndex = (
            before.updated(self.files)
            if before
            else ArtifactIndex(self.files, self.sources, self.cache.places)
        )
        self._paths = Paths(self.files, whole=whole) if links else None
        self._witness = witness
        self._progress = progress
        self._pages: dict[str, SourceFile] = {}
        self._data: dict[str, object] = {}
        self._specs: dict[str, _ReadSpec] = {}
        self._required = RequiredApproval(self.sources, self.found)

    def after(
        self, tree: Tree, changes: Iterable[PathChange], witness: Witness | None = None
    ) -> Snapshot:
        """The snapshot of `tree`, which differs from the tree of this one by `changes`."""
        later = Snapshot(
            tree,
            self.sources,
            links=self._paths is not None,
            whole=self._paths is None or self._paths.whole,
            witness=witness,
            cache=self.cache,
            before=self.found,
        )
        touched = {path for change in changes for path in change.paths}
        later._required.reuse(self._required, touched)
        later._specs = dict(self._unchanged(later, touched))
        return later

    def _unchanged(self, later: Snapshot, touched: set[str]) -> Iterator[tuple[str, _ReadSpec]]:
        """The specs read so far that the change leaves as they are."""
        now = later.found
        users = (self.found.users, now.users)
        changed = {spec for each in users for path in touched for spec in each.get(path, ())}
        other_schemas = {home.path for home in now.homes if defines_schemas(home, touched)}
        for path, known in self._specs.items():
            folder = now.folders.get(path)
            if folder is None or path in changed or self._level_differs(later, known.folder):
                continue
            read = {document.path for document in known.spec.documents}
            records = (known.spec.approval_file, known.spec.proof_file)
            if touched & {*read, *records, f"{folder.home.path}/{folder.layout.requirements_in}"}:
                continue
            if folder.home.path in other_schemas or (self._paths and _has_broken_links(known.spec)):
                continue
            if folder is known.folder or folder.is_like(known.folder):
                yield path, known

    def _level_differs(self, later: Snapshot, folder: SpecFolder) -> bool:
        """True if a change of other specs changes the level that this one needs."""
        root = folder.home.root
        return folder.layout.approves is True and self.states(root) != later.states(root)

    def states(self, root: str) -> bool:
        """True if a spec of the project at `root` says that it is approved."""
        return self._required.states(root, self._without_records)

    def page(self, path: str) -> SourceFile:
        """The page, opened once. Raises UnreadableFileError."""
        if path not in self._pages:
            self._pages[path] = self.cache.page(self.tree, path)
            if self._progress:
                self._progress(len(self._pages), self._total)
        return self._pages[path]

    def page_or_none(self, path: str, unreadable: dict[str, Unreadable]) -> SourceFile | None:
        """The page; None if it cannot be read. The reason is then added to `unreadable`."""
        try:
            return self.page(path)
        except UnreadableFileError as error:
            file = Unreadable(str(error), Place(path, error.line), conflict=error.conflict)
            unreadable.setdefault(path, file)
            return None

    @cached_property
    def _total(self) -> int:
        return sum(1 for path in self.files if path.endswith(".md"))

    @property
    def reading(self) -> Reading:
        """The settings for reading a document of this tree."""
        words = {word.casefold(): Status.APPROVED for word in self.sources.approved_words}
        return Reading(self._paths, words)

    def specs(self, root: str | None = None) -> list[Spec]:
        """The specs of the project at `root`, or of all projects."""
        folders = list(self.found.below(root))
        found = []
        for start in range(0, len(folders), _BATCH):
            batch = folders[start : start + _BATCH]
            unread = [folder for folder in batch if folder.path not in self._specs]
            self.tree.expect(file for each in unread for file in each.files if file.endswith(".md"))
            found += [self.spec(folder.path) for folder in batch if self._is_spec(folder)]
        # A draft that another spec names is no spec of its own.
        named = {it.path for spec in found for it in spec.documents if it.path != spec.path}
        return [spec for spec in found if spec.path not in named]

    def _is_spec(self, folder: SpecFolder) -> bool:
        """False for a single file that is named like a spec and does not read like one."""
        single = folder.path in folder.files
        return not single or bool(self.spec(folder.path).documents or self.unreadable(folder.path))

    def spec(self, path: str) -> Spec:
        """The spec at `path`."""
        return self._read(path).spec

    def unreadable(self, path: str) -> tuple[Unreadable, ...]:
        """The files of the spec at `path` that could not be read."""
        return self._read(path).unreadable

    def lacks(self, path: str) -> bool:
        """True if documents of the spec at `path` are missing from a partial clone."""
        return any(mark.text == MISSING for mark in self.unreadable(path))

    def bad_records(self, path: str) -> tuple[Mark, ...]:
        """The errors in the records of the spec at `path`."""
        return self._read(path).bad_records

    def _read(self, path: str) -> _ReadSpec:
        if path not in self._specs:
            self._specs[path] = self._read_folder(self.found.folders[path])
        return self._specs[path]

    def _read_folder(self, folder: SpecFolder) -> _ReadSpec:
        unreadable: dict[str, Unreadable] = {}
        bad: list[Mark] = []
        read_file = partial(self._records, unreadable=unreadable, bad=bad)
        spec = self._as_written(folder, unreadable)
        spec = self._proved(spec, folder, read_file(spec.approval_file, read_records))
        spec = spec._replace(proofs=read_file(spec.proof_file, read_proofs))
        return _ReadSpec(folder, spec, tuple(unreadable.values()), tuple(bad))

    def _records(
        self,
        file: str,
        read: Callable[[str, str], tuple[Record, ...]],
        *,
        unreadable: dict[str, Unreadable],
        bad: list[Mark],
    ) -> tuple[Record, ...]:
        """The records in a file; none if there is no such file, or it is invalid."""
        if file not in self.files:
            return ()
        try:
            return read(read_text(self.tree, file), file)
        except UnreadableFileError as error:
            unreadable[file] = Unreadable(str(error), Place(file))
        except BadRecordsError as error:
            bad += (Mark(text, Place(file, line)) for line, text in error.complaints)
        return ()

    def artifacts(self, path: str) -> dict[str, Artifact]:
        """The artifact of each document of the spec at `path`."""
        folder = with_schema(self.found.folders[path], self._value_of).folder
        outside = self._outside(folder, partial(self.page_or_none, unreadable={}))
        return dict(assigned(folder, parts_of(folder), outside))

    def _outside(self, folder: SpecFolder, open_page: OpenPage) -> Outside:
        """The documents of the spec in other folders."""
        closings = self.found.closings.get(folder.path, [])
        elsewhere = self._elsewhere(folder, open_page)
        return [*((path, Role.CLOSING) for path in closings), *elsewhere]

    def _without_records(self, folder: SpecFolder) -> Spec:
        return self._as_written(folder, {})

    def _as_written(self, folder: SpecFolder, unreadable: dict[str, Unreadable]) -> Spec:
        """The spec by its documents alone. Files that cannot be read are added to `unreadable`."""
        open_page = partial(self.page_or_none, unreadable=unreadable)
        known = with_schema(folder, self._value_of)
        spec = read_spec(
            known.folder,
            self._outside(folder, open_page),
            open_page,
            self._reading_of(folder),
            self.cache,
            self._status_in_file(folder, unreadable),
        )
        if any(role is Role.REQUIREMENTS for role, _ in spec.missing) and (
            self._goes_without_requirements(folder, unreadable)
        ):
            others = (it for it in spec.missing if it[0] is not Role.REQUIREMENTS)
            spec = spec._replace(missing=tuple(others))
        elsewhere = self._elsewhere(folder, open_page)
        approvals, proofs = places_of_records(known.folder, elsewhere)
        whole_home = folder.path == folder.home.path
        if whole_home and approvals not in self.files and not to_approve(spec):
            approvals = ""  # the requirements of a whole home are optional
        return spec._replace(unknown_tasks=known.fault, approval_file=approvals, proof_file=proofs)

    def _elsewhere(self, folder: SpecFolder, open_page: OpenPage) -> list[tuple[str, Role]]:
        """The documents in other folders: the one that the spec's file names, else by its name."""
        is_file = folder.layout.elsewhere and folder.path in folder.files
        page = open_page(folder.path) if is_file else None
        named = self.found.outside.named_in(page, folder) if page else []
        return named or self.found.elsewhere.get(folder.path, [])

    def _status_in_file(
        self, folder: SpecFolder, unreadable: dict[str, Unreadable]
    ) -> StatusLine | None:
        """The status in the spec's data file, if its layout has one."""
        words = self._reading_of(folder).status_words
        read = partial(status_in_file, layout=folder.layout, words=words)
        return self._in_data_file(folder, folder.layout.status_file, read, unreadable)

    def _goes_without_requirements(
        self, folder: SpecFolder, unreadable: dict[str, Unreadable]
    ) -> bool:
        """True if the spec's process has no requirements."""
        process = folder.layout.process
        if process is None:
            return False
        read = partial(goes_without_requirements, process=process)
        return bool(self._in_data_file(folder, process.file, read, unreadable))

    def _in_data_file(
        self,
        folder: SpecFolder,
        name: str,
        read: Callable[[str, str], Value],
        unreadable: dict[str, Unreadable],
    ) -> Value | None:
        """What the spec's file says; None if there is no such file, or it cannot be read."""
        path = f"{folder.path}/{name}"
        if path not in folder.files:
            return None
        try:
            return read(read_text(self.tree, path), path)
        except (UnreadableFileError, UnreadableDataError) as error:
            unreadable[path] = Unreadable(str(error), Place(path, error.line))
            return None

    def _value_of(self, path: str) -> object:
        if path not in self._data:
            self._data[path] = self.cache.data(self.tree, path)
        return self._data[path]

    def _reading_of(self, folder: SpecFolder) -> Reading:
        layout = folder.layout
        return replace(
            self.reading,
            status_words=self.status_words(layout),
            placeholders=layout.placeholders,
            without_code=frozenset(f"{folder.path}/{path}" for path in layout.without_code),
        )

    def status_words(self, layout: Layout) -> Mapping[str, Status]:
        """The words for a status in the layout and the configuration."""
        own = {
            word.casefold(): status for status, words in layout.statuses.items() for word in words
        }
        return {**own, **self.reading.status_words}

    def _proved(self, spec: Spec, folder: SpecFolder, records: tuple[ApprovalRecord, ...]) -> Spec:
        """The spec with its records, the level that it requires, and the level proved."""
        asked = self._required.level(folder, spec, self._without_records)
        possible = is_possible(spec, asked or ApprovalLevel.STATUS)
        documents = to_approve(spec)
        if documents and is_beside(spec.approval_file):
            # Such a file is about one document. Both may have another name by now.
            records = tuple(it._replace(artifact=documents[0].path) for it in records)
        approval = spec.approval._replace(
            records=records,
            asked=asked if possible else None,
            demanded=self._required.is_demanded(folder),
            unproved="" if possible else NOTHING_TO_APPROVE,
        )
        spec = spec._replace(approval=approval)
        parts = folder.layout.artifact(documents[0].role) if documents else None
        proof = Proof(
            text=lambda path: read_text(self.tree, path),
            reread=partial(_digest_of_content, approved=parts.approved if parts else ()),
            policy=self.sources.policy,
            files=self.files,
            witness=self._witness,
        )
        return spec._replace(approval=prove(spec, proof)) if records else spec


def _has_broken_links(spec: Spec) -> bool:
    """True for a spec whose links may work in another tree."""
    return any(document.broken_links for document in spec.documents)


def _digest_of_content(path: str, content: bytes, approved: tuple[str, ...]) -> str:
    """The digest of the `approved` parts of this content; "" if it cannot be read."""
    try:
        page = read_page(MemoryTree({path: content}), path)
    except UnreadableFileError:
        return ""
    artifact = Artifact(role=Role.REQUIREMENTS, paths=(), approved=approved)
    return digest_of(read_document(page, artifact, Reading(None)), page.text)
