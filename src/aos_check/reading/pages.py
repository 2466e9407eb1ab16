"""The pages of a tree, each opened once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from aos_check.model.finding import Place
from aos_check.model.project import Unreadable
from aos_check.model.tree import Tree
from aos_check.reading.page import OpenPage, SourceFile, UnreadableFileError
from aos_check.reading.read_cache import ReadCache

Progress = Callable[[int, int], None]
"""Called after each document with the number of those read and the highest possible number."""


class Pages:
    """Opens the pages of a tree."""

    def __init__(self, tree: Tree, cache: ReadCache, progress: Progress | None = None) -> None:
        self._tree = tree
        self._cache = cache
        self._progress = progress
        self._pages: dict[str, SourceFile] = {}

    def page(self, path: str) -> SourceFile:
        """The page. Raises UnreadableFileError."""
        if path not in self._pages:
            self._pages[path] = self._cache.page(self._tree, path)
            if self._progress:
                self._progress(len(self._pages), self._total)
        return self._pages[path]

    def opener(self, unreadable: dict[str, Unreadable]) -> OpenPage:
        """Opens a page, or adds the reason why it cannot be read to `unreadable`."""

        def open_page(path: str) -> SourceFile | None:
            try:
                return self.page(path)
            except UnreadableFileError as error:
                file = Unreadable(str(error), Place(path, error.line), conflict=error.conflict)
                unreadable.setdefault(path, file)
                return None

        return open_page

    @cached_property
    def _total(self) -> int:
        return sum(1 for path in self._tree.paths() if path.endswith(".md"))
