"""A snapshot of the projects in a tree, in which each spec is read on demand.

The snapshot after a change shares all unchanged parts with the one before. A walk through history
therefore reads only the changes of each commit.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TypeVar

from aos_check.model.approval import Approval, ApprovalLevel, ApprovalRecord
from aos_check.model.change import PathChange
from aos_check.model.document import Document, Mark, Role, Status
from aos_check.model.finding import Place
from aos_check.model.project import Unreadable
from aos_check.model.record_names import is_beside
from aos_check.model.spec import Spec
from aos_check.model.tree import MemoryTree, Tree
from aos_check.model.workflow import SpecPhases
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
from aos_check.reading.document import Reading, read_document
from aos_check.reading.layouts import Artifact
from aos_check.reading.page import (
    MISSING,
    UnreadableFileError,
    read_page,
    read_text,
)
from aos_check.reading.pages import Pages, Progress
from aos_check.reading.proofs import read_proofs
from aos_check.reading.read_cache import ReadCache
from aos_check.reading.record_files import BadRecordsError
from aos_check.reading.references import Paths
from aos_check.reading.required_approval import RequiredApproval
from aos_check.reading.spec_folders import SpecFolder
from aos_check.reading.spec_reader import SpecReader
from aos_check.reading.spec_schemas import defines_schemas
from aos_check.reading.team_phases import SpecFiles, TeamWorkflow

Record = TypeVar("Record")
Value = TypeVar("Value")
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
        before: Snapshot | None = None,
    ) -> None:
        self.tree = tree
        self.sources = sources or Sources()
        self.cache = cache or ReadCache()
        self.files = frozenset(tree.paths())
        self.found: ArtifactIndex = (
            before.found.updated(self.files)
            if before
            else ArtifactIndex(self.files, self.sources, self.cache.places)
        )
        # The same links are broken in a tree with the same files.
        same = before if before and before.files == self.files else None
        new = Paths(self.files, whole=whole) if links and not same else None
        self.paths: Paths | None = same.paths if same else new
        self.witness = witness
        self.pages = Pages(tree, self.cache, progress)
        self._specs: dict[str, _ReadSpec] = {}
        self._required = RequiredApproval(self.sources, self.found)
        self._workflow = TeamWorkflow(self.sources.phases) if self.sources.phases else None
        self._reader = SpecReader(tree, self.found, self.cache, self.reading, self.pages)

    def after(
        self, tree: Tree, changes: Iterable[PathChange], witness: Witness | None = None
    ) -> Snapshot:
        """The snapshot of `tree`, which differs from the tree of this one by `changes`."""
        later = Snapshot(
            tree,
            self.sources,
            links=self.paths is not None,
            whole=self.paths is None or self.paths.whole,
            witness=witness,
            cache=self.cache,
            before=self,
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
            if touched & {*read, *records, f"{folder.home.path}/{folder.layout.requirements.file}"}:
                continue
            other_links = later.paths is not self.paths and _has_broken_links(known.spec)
            if folder.home.path in other_schemas or other_links:
                continue
            if folder is known.folder or folder.is_like(known.folder):
                yield path, known

    def _level_differs(self, later: Snapshot, folder: SpecFolder) -> bool:
        """True if a change of other specs changes the level that this one needs."""
        root = folder.home.root
        return folder.layout.status.approves is True and self.states(root) != later.states(root)

    def states(self, root: str) -> bool:
        """True if a spec of the project at `root` says that it is approved."""
        return self._required.states(root, self._as_written)

    @cached_property
    def reading(self) -> Reading:
        """The settings for reading a document of this tree."""
        words = {word.casefold(): Status.APPROVED for word in self.sources.approved_words}
        policy = self.sources.policy
        by_status = policy.configured and policy.level is ApprovalLevel.STATUS
        return Reading(self.paths, words, by_status=by_status)

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
        spec, found = self._reader.written(folder)
        unreadable, bad = {**found}, list[Mark]()
        read_file = partial(self._records, unreadable=unreadable, bad=bad)
        spec = self._proved(spec, folder, read_file(spec.approval_file, read_records))
        spec = spec._replace(proofs=read_file(spec.proof_file, read_proofs))
        spec = spec._replace(phases=self._phases(spec, folder))
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
        return self._reader.artifacts(path)

    def _as_written(self, folder: SpecFolder) -> Spec:
        """The spec by its documents alone."""
        return self._reader.written(folder).spec

    def _proved(self, spec: Spec, folder: SpecFolder, records: tuple[ApprovalRecord, ...]) -> Spec:
        """The spec with its records, the level that it requires, and the level proved."""
        documents = to_approve(spec)
        recorded = spec.approval_file in self.files
        if self.sources.phases and records:
            # An approval that a phase of the team needs asks for none of the requirements.
            others = {it.path for it in spec.documents if it not in documents}
            recorded = not others.issuperset(it.artifact for it in records)
        asked = self._required.level(folder, spec, self._as_written, recorded=recorded)
        possible = is_possible(spec, asked or ApprovalLevel.STATUS)
        if documents and is_beside(spec.approval_file):
            # Such a file is about one document. Both may have another name by now.
            records = tuple(it._replace(artifact=documents[0].path) for it in records)
        approval = spec.approval._replace(
            records=records,
            asked=asked if possible else None,
            demanded=self._required.is_demanded(folder),
            unproved="" if possible else NOTHING_TO_APPROVE,
            evades=not possible and self._required.is_evaded(folder, asked),
        )
        spec = spec._replace(approval=approval)
        return spec._replace(approval=self._prove(spec, folder, documents)) if records else spec

    def _prove(self, spec: Spec, folder: SpecFolder, documents: Sequence[Document]) -> Approval:
        """The approval of these documents, with the level that the spec's records prove."""
        parts = folder.layout.artifact(documents[0].role) if documents else None
        proof = Proof(
            text=lambda path: read_text(self.tree, path),
            reread=partial(_digest_of_content, approved=parts.approved if parts else ()),
            policy=self.sources.policy,
            files=self.files,
            witness=self.witness,
        )
        return prove(spec, proof, documents)

    def _phases(self, spec: Spec, folder: SpecFolder) -> SpecPhases:
        """The progress in the team's phases; none for specs from before the gate was adopted."""
        if self._workflow is None or folder.path in self._older:
            return SpecPhases()
        approval = partial(self._approval_of, spec, folder)
        return self._workflow.progress(SpecFiles(spec, folder, self.tree, approval))

    @cached_property
    def _older(self) -> frozenset[str]:
        """The specs with finished work when the gate was adopted, also if they were moved since."""
        settled, folders = frozenset(self.sources.settled()), self.found.folders
        moved = {posixpath.basename(path) for path in settled if path not in folders}
        return settled.union(path for path in folders if posixpath.basename(path) in moved)

    def _approval_of(self, spec: Spec, folder: SpecFolder, document: Document) -> Approval:
        """The approval of one document of the spec."""
        if document in to_approve(spec):
            return spec.approval
        states = document.status is not None and document.status.value is Status.APPROVED
        approval = Approval(
            records=tuple(it for it in spec.approval.records if it.artifact == document.path),
            asked=self.sources.policy.level,
            level=ApprovalLevel.STATUS if states else ApprovalLevel.NONE,
        )
        return self._prove(spec._replace(approval=approval), folder, [document])


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
