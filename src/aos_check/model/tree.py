"""Trees of files: the protocol, a tree in memory, and an overlay."""

from __future__ import annotations

import errno
from collections.abc import Collection, Iterable, Mapping
from typing import Protocol


class Tree(Protocol):
    """Files by path, relative to the root, with `/`."""

    def paths(self) -> Collection[str]:
        """Every file, in any order; a symbolic link is listed but cannot be read."""

    def read(self, path: str, at_most: int) -> bytes:
        """The first `at_most` bytes of the file. Raises OSError if it cannot be read."""

    def identity(self, path: str) -> str | None:
        """An id of the content, if the tree knows one without reading; else None."""

    def expect(self, paths: Iterable[str]) -> None:
        """Prepare for these files to be read soon, in about this order."""


class MemoryTree:
    """A tree in a dict."""

    def __init__(self, files: Mapping[str, str | bytes]) -> None:
        self._files = {
            path: text.encode() if isinstance(text, str) else text for path, text in files.items()
        }

    def paths(self) -> Collection[str]:
        """Every path of the dict."""
        return self._files.keys()

    def read(self, path: str, at_most: int) -> bytes:
        """The bytes at `path`."""
        try:
            return self._files[path][:at_most]
        except KeyError:
            raise FileNotFoundError(path) from None

    def identity(self, path: str) -> str | None:
        """None: it has no ids."""

    def expect(self, paths: Iterable[str]) -> None:
        """Do nothing."""


class Overlay:
    """A tree with some files replaced or added, such as a pending write.

    A file with the content None is removed.
    """

    def __init__(self, below: Tree, files: Mapping[str, bytes | None]) -> None:
        self._below = below
        self._files = files

    def paths(self) -> Collection[str]:
        """The paths of both trees, without the removed ones."""
        present = {path for path, content in self._files.items() if content is not None}
        return {*(path for path in self._below.paths() if path not in self._files), *present}

    def read(self, path: str, at_most: int) -> bytes:
        """The bytes of the overlaid file, else of the tree's own."""
        if path not in self._files:
            return self._below.read(path, at_most)
        content = self._files[path]
        if content is None:
            raise FileNotFoundError(errno.ENOENT, "no such file", path)
        return content[:at_most]

    def identity(self, path: str) -> str | None:
        """The id of the tree's own file; an overlaid one has none."""
        return None if path in self._files else self._below.identity(path)

    def expect(self, paths: Iterable[str]) -> None:
        """Prepare the tree's own files."""
        self._below.expect(path for path in paths if path not in self._files)


def content(tree: Tree, path: str, at_most: int) -> bytes | None:
    """The first bytes of a file in a tree; None if it cannot be read."""
    try:
        return tree.read(path, at_most)
    except OSError:
        return None
