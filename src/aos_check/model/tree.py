"""The `Tree` protocol, anywhere that text can be read from; a dict; one tree laid over another."""

from __future__ import annotations

import errno
from collections.abc import Collection, Iterable, Mapping
from typing import Protocol


class Tree(Protocol):
    """Files by path, relative to the root, with `/`."""

    def paths(self) -> Collection[str]:
        """Every file, in any order; a symbolic link is listed but cannot be read."""
        ...

    def read(self, path: str, at_most: int) -> bytes:
        """The first `at_most` bytes of the file; OSError when it cannot be read."""
        ...

    def identity(self, path: str) -> str | None:
        """What only this content has, where the tree knows it without reading; else None."""
        ...

    def expect(self, paths: Iterable[str]) -> None:
        """These files will be read soon, in about this order; a tree may make use of it."""
        ...


class MemoryTree:
    """A tree held in a dict, for tests and for documentation that is executed."""

    def __init__(self, files: Mapping[str, str | bytes]) -> None:
        self._files = {
            path: text.encode() if isinstance(text, str) else text for path, text in files.items()
        }

    def paths(self) -> Collection[str]:
        """Every path of the dict."""
        return self._files.keys()

    def read(self, path: str, at_most: int) -> bytes:
        """The bytes under `path`."""
        try:
            return self._files[path][:at_most]
        except KeyError:
            raise FileNotFoundError(path) from None

    def identity(self, path: str) -> str | None:
        """Not known."""

    def expect(self, paths: Iterable[str]) -> None:
        """Of no use."""


class Overlay:
    """A tree with files laid over it: a write that is pending, or what was there before.

    Where there is no content (None), the file is taken away.
    """

    def __init__(self, below: Tree, files: Mapping[str, bytes | None]) -> None:
        self._below = below
        self._files = files

    def paths(self) -> Collection[str]:
        """The paths below, and those on top, without what is taken away."""
        there = {path for path, content in self._files.items() if content is not None}
        return {*(path for path in self._below.paths() if path not in self._files), *there}

    def read(self, path: str, at_most: int) -> bytes:
        """The file on top, else the one below."""
        if path not in self._files:
            return self._below.read(path, at_most)
        content = self._files[path]
        if content is None:
            raise FileNotFoundError(errno.ENOENT, "no such file", path)
        return content[:at_most]

    def identity(self, path: str) -> str | None:
        """That of the file below; what is on top has none."""
        return None if path in self._files else self._below.identity(path)

    def expect(self, paths: Iterable[str]) -> None:
        """For the tree below to know."""
        self._below.expect(path for path in paths if path not in self._files)


def content(tree: Tree, path: str, at_most: int) -> bytes | None:
    """The first bytes of a file in a tree; None where there is none that can be read."""
    try:
        return tree.read(path, at_most)
    except OSError:
        return None
