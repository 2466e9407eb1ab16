"""A folder on disk as a tree, without following links."""

from __future__ import annotations

import errno
import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from aos_check.git.files import read_regular

# Folders of third-party and generated files, skipped only outside git, where nothing is ignored.
VENDOR_FOLDERS = frozenset(
    {
        ".git", ".hg", ".svn", ".venv", "venv", "env", ".env", ".tox", ".nox", "node_modules",
        "bower_components", "vendor", "third_party", "__pycache__", ".mypy_cache", ".pytest_cache",
        ".ruff_cache", "target", "dist", "build", ".next", ".gradle", ".terraform",
    }
)  # fmt: skip


class Folder:
    """A folder on disk; `listed` restricts it to these paths (git's files)."""

    def __init__(self, root: Path, listed: Collection[str] | None = None) -> None:
        self._root = root
        self._paths = frozenset(_walk(root) if listed is None else listed)
        self._no_links = {""}  # folders known to lead through no link

    def paths(self) -> Collection[str]:
        """Every file below the root that is listed."""
        return self._paths

    def read(self, path: str, at_most: int) -> bytes:
        """The bytes on disk. Raises OSError for anything but a regular file."""
        if path not in self._paths:
            raise FileNotFoundError(errno.ENOENT, "no such file", path)
        self._refuse_links(path)
        return read_regular(self._root / path, at_most)

    def identity(self, path: str) -> str | None:
        """None, because it is unknown before the file is read."""

    def expect(self, paths: Iterable[str]) -> None:
        """Do nothing, because reads from a disk need no preparation."""

    def _refuse_links(self, path: str) -> None:
        """Raise OSError if a folder on the way to `path` is a link."""
        if path.rpartition("/")[0] in self._no_links:
            return
        for end in (index for index, character in enumerate(path) if character == "/"):
            folder = path[:end]
            if folder in self._no_links:
                continue
            if (self._root / folder).is_symlink():
                raise OSError(errno.ELOOP, _LINKED, path)
            self._no_links.add(folder)


_LINKED = "a folder in its path is a symbolic link, and links are not followed"


def _walk(root: Path) -> Iterator[str]:
    for folder, folders, files in os.walk(root, followlinks=False):
        folders[:] = [name for name in folders if name not in VENDOR_FOLDERS]
        prefix = os.path.relpath(folder, root).replace(os.sep, "/")
        links = [name for name in folders if Path(folder, name).is_symlink()]
        for name in (*files, *links):
            yield name if prefix == "." else f"{prefix}/{name}"
