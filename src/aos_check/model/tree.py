"""A tree is anywhere text can be read from: a folder, a dict in a test, one laid over another."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

# Folders that hold other people's files: looked into by no one who reads a project by hand.
# Only used outside git, where nothing says what is ignored.
VENDOR_FOLDERS = frozenset(
    {
        ".git", ".hg", ".svn", ".venv", "venv", "env", ".env", ".tox", ".nox", "node_modules",
        "bower_components", "vendor", "third_party", "__pycache__", ".mypy_cache", ".pytest_cache",
        ".ruff_cache", "target", "dist", "build", ".next", ".gradle", ".terraform",
    }
)  # fmt: skip


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


class Folder:
    """A folder on disk; `listed` restricts it to those paths (what git tracks or would track)."""

    def __init__(self, root: Path, listed: Collection[str] | None = None) -> None:
        self._root = root
        self._paths = frozenset(_walk(root) if listed is None else listed)
        self._no_links = {""}  # folders that are none, and below none

    def paths(self) -> Collection[str]:
        """Every file below the root that is listed."""
        return self._paths

    def read(self, path: str, at_most: int) -> bytes:
        """The bytes on disk. A link leads elsewhere, a pipe never ends: neither is read."""
        if path not in self._paths:
            raise FileNotFoundError(errno.ENOENT, "no such file", path)
        self._refuse_links(path)
        return read_regular(self._root / path, at_most)

    def identity(self, path: str) -> str | None:
        """Not known before it is read."""

    def expect(self, paths: Iterable[str]) -> None:
        """Of no use: a disk answers at once."""

    def _refuse_links(self, path: str) -> None:
        """Raise OSError where a folder on the way to `path` leads elsewhere."""
        if path.rpartition("/")[0] in self._no_links:
            return
        for end in (index for index, character in enumerate(path) if character == "/"):
            folder = path[:end]
            if folder in self._no_links:
                continue
            if (self._root / folder).is_symlink():
                raise OSError(errno.ELOOP, _LINKED, path)
            self._no_links.add(folder)


_LINKED = "a folder on its way is a symbolic link, and links are not followed"


def content(tree: Tree, path: str, at_most: int) -> bytes | None:
    """The first bytes of a file in a tree; None where there is none that can be read."""
    try:
        return tree.read(path, at_most)
    except OSError:
        return None


def read_regular(file: Path, at_most: int) -> bytes:
    """The first `at_most` bytes of a regular file; OSError for a link, a pipe or a device."""
    if file.is_symlink():
        raise OSError(errno.ELOOP, "it is a symbolic link, and links are not followed", str(file))
    descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as opened:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file", str(file))
        return opened.read(at_most)


def _walk(root: Path) -> Iterator[str]:
    for folder, folders, files in os.walk(root, followlinks=False):
        folders[:] = [name for name in folders if name not in VENDOR_FOLDERS]
        prefix = os.path.relpath(folder, root).replace(os.sep, "/")
        links = [name for name in folders if Path(folder, name).is_symlink()]
        for name in (*files, *links):
            yield name if prefix == "." else f"{prefix}/{name}"
