"""The trees of commits, of the index, and of known paths and ids."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Collection, Iterable, Mapping

from aos_check.git.blobs import Contents
from aos_check.git.program import Git
from aos_check.model.errors import CannotCheckError

SUBMODULE = "160000"
_FILE = "100"  # how the modes of regular files begin


def entry(mode: str, blob: str) -> str:
    """The id in a listing or change. For anything but a regular file, it begins with the mode.

    This prevents reading the target of a link as the content of a file.
    """
    if not mode.strip("0"):
        return ""
    return blob if mode.startswith(_FILE) else f"{mode} {blob}"


def is_file(blob: str) -> bool:
    """True for the id of a regular file."""
    return bool(blob) and " " not in blob


class GitTree:
    """Files by path, listed on first use."""

    def __init__(self, listed: Callable[[], Mapping[str, str]], contents: Contents) -> None:
        self._listed = listed
        self._contents = contents
        self._listing: Mapping[str, str] | None = None

    @property
    def listing(self) -> Mapping[str, str]:
        """The id of each file and link, as `entry` writes it, without submodules."""
        if self._listing is None:
            self._listing = self._listed()
        return self._listing

    def expect(self, paths: Iterable[str]) -> None:
        """Prepare to read these files soon, in this order."""
        self._contents.expect(self.listing[path] for path in paths if path in self.listing)

    def paths(self) -> Collection[str]:
        """The path of every file, and of every link, which cannot be read."""
        return self.listing.keys()

    def identity(self, path: str) -> str | None:
        """The id of the content."""
        return self.listing.get(path)

    def read(self, path: str, at_most: int) -> bytes:
        """The first bytes of the content. Raises OSError for a link or a missing file."""
        blob = self.listing.get(path)
        if blob is None:
            raise FileNotFoundError(errno.ENOENT, "no such file", path)
        if not is_file(blob):
            raise OSError(errno.ELOOP, "it is a symbolic link, and links are not followed", path)
        return self._contents.read(blob, at_most)


def list_tree(git: Git, treeish: str, paths: Iterable[str] = ()) -> dict[str, str]:
    """The entries of a commit or tree; with `paths`, only those."""
    output = git.run("ls-tree", "-r", "-z", "--full-tree", treeish, "--", *paths)
    found = {}
    for line in output.split(b"\0")[:-1]:
        facts, _, path = line.partition(b"\t")
        mode, _, blob = facts.decode("ascii").split(" ")
        if mode != SUBMODULE:
            found[os.fsdecode(path)] = entry(mode, blob)
    return found


def unmerged(path: str) -> CannotCheckError:
    """The error for an index with conflicts."""
    return CannotCheckError(
        f"{path} has unresolved conflicts", "resolve them and `git add` the file"
    )
