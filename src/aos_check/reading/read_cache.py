"""A cache of pages and documents by content, because most are the same in many commits."""

from __future__ import annotations

from aos_check.model.document import Document
from aos_check.model.task import TaskList
from aos_check.model.tree import Tree
from aos_check.reading.discovery import Places
from aos_check.reading.document import Reading, read_document
from aos_check.reading.layouts import Artifact
from aos_check.reading.page import SourceFile, read_page, read_text
from aos_check.reading.structured import read_yaml
from aos_check.reading.tasks import read_tasks


class ReadCache:
    """Keeps pages whose content has an identity, and the documents and tasks in them.

    All trees that share a cache must be read with the same layouts and words.
    """

    def __init__(self) -> None:
        self._pages: dict[tuple[str, str], SourceFile] = {}
        self._documents: dict[tuple[SourceFile, Artifact, bool], Document] = {}
        self._tasks: dict[SourceFile, TaskList] = {}
        self._data: dict[tuple[str, str], object] = {}
        self.places: Places = {}

    def page(self, tree: Tree, path: str) -> SourceFile:
        """The page at `path`. Raises UnreadableFileError."""
        identity = tree.identity(path)
        if identity is None:
            return read_page(tree, path)
        key = path, identity
        if key not in self._pages:
            self._pages[key] = read_page(tree, path)
        return self._pages[key]

    def document(self, page: SourceFile, artifact: Artifact, reading: Reading) -> Document:
        """The document in the role of `artifact`.

        If links do not matter, one with checked links is returned as well.
        """
        linked = page, artifact, True
        key = page, artifact, reading.paths is not None
        if linked in self._documents:
            return self._documents[linked]
        if key not in self._documents:
            self._documents[key] = read_document(page, artifact, reading)
        return self._documents[key]

    def data(self, tree: Tree, path: str) -> object:
        """The value of a YAML file. Raises UnreadableFileError or UnreadableDataError."""
        identity = tree.identity(path)
        if identity is None:
            return read_yaml(read_text(tree, path)).value
        key = path, identity
        if key not in self._data:
            self._data[key] = read_yaml(read_text(tree, path)).value
        return self._data[key]

    def tasks(self, page: SourceFile) -> TaskList:
        """The tasks of the page."""
        if page not in self._tasks:
            self._tasks[page] = read_tasks(page)
        return self._tasks[page]
