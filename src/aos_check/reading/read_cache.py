"""A cache of pages and documents by content, because most are the same in many commits."""

from __future__ import annotations

from aos_check.model.document import Document
from aos_check.model.task import TaskList
from aos_check.model.tree import Tree
from aos_check.reading.document import Reading, read_document
from aos_check.reading.layouts import Artifact
from aos_check.reading.page import MISSING, SourceFile, UnreadableFileError, read_page, read_text
from aos_check.reading.references import Paths
from aos_check.reading.spec_folders import Places
from aos_check.reading.structured import read_yaml
from aos_check.reading.task_formats import tasks_of


class ReadCache:
    """Keeps pages whose content has an identity, and the documents and tasks in them.

    All trees that share a cache must be read with the same layouts and words. `missing` are the
    paths of documents whose content is missing from a partial clone.
    """

    def __init__(self) -> None:
        self._pages: dict[tuple[str, str], SourceFile] = {}
        self._documents: dict[tuple[SourceFile, Artifact], tuple[Paths | None, Document]] = {}
        self._tasks: dict[tuple[SourceFile, Artifact], TaskList] = {}
        self._data: dict[tuple[str, str], object] = {}
        self.places: Places = {}
        self.missing: set[str] = set()

    def page(self, tree: Tree, path: str) -> SourceFile:
        """The page at `path`. Raises UnreadableFileError."""
        identity = tree.identity(path)
        if identity is None:
            return read_page(tree, path)
        key = path, identity
        if key not in self._pages:
            try:
                self._pages[key] = read_page(tree, path)
            except UnreadableFileError as error:
                if str(error) == MISSING:
                    self.missing.add(path)
                raise
        return self._pages[key]

    def document(self, page: SourceFile, artifact: Artifact, reading: Reading) -> Document:
        """The document in the role of `artifact`.

        A document without broken links, or for which links do not matter, is not read again for
        another tree: nobody asks for the links that worked only later.
        """
        key = page, artifact
        paths, document = self._documents.get(key, (None, None))
        if document is None or (
            reading.paths and reading.paths is not paths and (not paths or document.broken_links)
        ):
            document = read_document(page, artifact, reading)
            self._documents[key] = reading.paths, document
        return document

    def data(self, tree: Tree, path: str) -> object:
        """The value of a YAML file. Raises UnreadableFileError or UnreadableDataError."""
        identity = tree.identity(path)
        if identity is None:
            return read_yaml(read_text(tree, path)).value
        key = path, identity
        if key not in self._data:
            self._data[key] = read_yaml(read_text(tree, path)).value
        return self._data[key]

    def tasks(self, page: SourceFile, artifact: Artifact) -> TaskList:
        """The tasks of the page in the form of `artifact`."""
        key = page, artifact
        if key not in self._tasks:
            self._tasks[key] = tasks_of(page, artifact)
        return self._tasks[key]

    def keep(self, tree: Tree) -> None:
        """Forget everything that is not in this tree."""
        for known in (self._pages, self._data):
            for path, identity in list(known):
                if tree.identity(path) != identity:
                    del known[path, identity]
        pages = set(self._pages.values())
        for read in (self._documents, self._tasks):
            for page, artifact in list(read):
                if page not in pages:
                    del read[page, artifact]

    def forget_links(self) -> None:
        """Forget the documents: any file that appears or goes may break or mend a link."""
        self._documents.clear()
