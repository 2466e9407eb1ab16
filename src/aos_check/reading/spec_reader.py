"""Reads each spec of a tree by its documents alone, without its records."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple, TypeVar

from aos_check.model.document import Role, StatusLine
from aos_check.model.finding import Place
from aos_check.model.project import Unreadable
from aos_check.model.spec import Spec
from aos_check.model.tree import Tree
from aos_check.reading.approval.levels import to_approve
from aos_check.reading.artifact_index import ArtifactIndex
from aos_check.reading.document import Reading
from aos_check.reading.layouts import Artifact
from aos_check.reading.page import OpenPage, UnreadableFileError, read_text
from aos_check.reading.pages import Pages
from aos_check.reading.read_cache import ReadCache
from aos_check.reading.record_places import places_of_records
from aos_check.reading.spec import read_spec
from aos_check.reading.spec_data import goes_without_requirements, status_in_file
from aos_check.reading.spec_documents import Outside, assigned, parts_of
from aos_check.reading.spec_folders import SpecFolder
from aos_check.reading.spec_schemas import with_schema
from aos_check.reading.structured import UnreadableDataError

Value = TypeVar("Value")


class WrittenSpec(NamedTuple):
    """A spec by its documents alone, and those of its files that cannot be read."""

    spec: Spec
    unreadable: dict[str, Unreadable]


class SpecReader:
    """Reads the specs of a tree, each once."""

    def __init__(
        self,
        tree: Tree,
        found: ArtifactIndex,
        cache: ReadCache,
        reading: Reading,
        pages: Pages,
    ) -> None:
        self._tree = tree
        self._found = found
        self._cache = cache
        self._reading = reading
        self._pages = pages
        self._data: dict[str, object] = {}
        self._written: dict[str, WrittenSpec] = {}

    def written(self, folder: SpecFolder) -> WrittenSpec:
        """The spec in the folder."""
        if folder.path not in self._written:
            unreadable: dict[str, Unreadable] = {}
            self._written[folder.path] = WrittenSpec(self._read(folder, unreadable), unreadable)
        return self._written[folder.path]

    def artifacts(self, path: str) -> dict[str, Artifact]:
        """The artifact of each document of the spec at `path`."""
        folder = with_schema(self._found.folders[path], self._value_of).folder
        elsewhere = self._elsewhere(folder, self._pages.opener({}))
        return dict(assigned(folder, parts_of(folder), self._outside(folder, elsewhere)))

    def _read(self, folder: SpecFolder, unreadable: dict[str, Unreadable]) -> Spec:
        open_page = self._pages.opener(unreadable)
        known = with_schema(folder, self._value_of)
        elsewhere = self._elsewhere(folder, open_page)
        reading = self._reading.of_spec(folder)
        spec = read_spec(
            known.folder,
            self._outside(folder, elsewhere),
            open_page,
            reading,
            self._cache,
            self._status_in_file(folder, reading, unreadable),
        )
        if any(role is Role.REQUIREMENTS for role, _ in spec.missing) and (
            self._goes_without_requirements(folder, unreadable)
        ):
            others = (it for it in spec.missing if it[0] is not Role.REQUIREMENTS)
            spec = spec._replace(missing=tuple(others))
        approvals, proofs = places_of_records(known.folder, elsewhere)
        whole_home = folder.path == folder.home.path
        if whole_home and approvals not in self._found.paths and not to_approve(spec):
            approvals = ""  # the requirements of a whole home are optional
        return spec._replace(unknown_tasks=known.fault, approval_file=approvals, proof_file=proofs)

    def _outside(self, folder: SpecFolder, elsewhere: Outside) -> Outside:
        """The documents outside of the spec's folder: those `elsewhere`, and closing ones."""
        closings = self._found.closings.get(folder.path, [])
        return [*((path, Role.CLOSING) for path in closings), *elsewhere]

    def _elsewhere(self, folder: SpecFolder, open_page: OpenPage) -> Outside:
        """The documents in other folders: the one that the spec's file names, else by its name."""
        is_file = folder.layout.elsewhere and folder.path in folder.files
        page = open_page(folder.path) if is_file else None
        named = self._found.outside.named_in(page, folder) if page else []
        return named or self._found.elsewhere.get(folder.path, [])

    def _status_in_file(
        self, folder: SpecFolder, reading: Reading, unreadable: dict[str, Unreadable]
    ) -> StatusLine | None:
        """The status in the spec's data file, if its layout has one."""
        read = partial(status_in_file, form=folder.layout.status, words=reading.status_words)
        return self._in_data_file(folder, folder.layout.status.file, read, unreadable)

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
        """The result of reading the spec's file; None if it is missing or cannot be read."""
        path = f"{folder.path}/{name}"
        if path not in folder.files:
            return None
        try:
            return read(read_text(self._tree, path), path)
        except (UnreadableFileError, UnreadableDataError) as error:
            unreadable[path] = Unreadable(str(error), Place(path, error.line))
            return None

    def _value_of(self, path: str) -> object:
        if path not in self._data:
            self._data[path] = self._cache.data(self._tree, path)
        return self._data[path]
