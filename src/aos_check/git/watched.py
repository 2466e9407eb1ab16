"""A folder on disk that is read again and again, and notices the files that changed."""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterable
from pathlib import Path

from aos_check.git.folder import Folder

_SETTLED = 2_000_000_000
"""The nanoseconds after which a changed file has another time, on every file system."""


class WatchedFolder:
    """A folder as a tree. The files that were read have an identity: their state on disk.

    A file that changed just now may change again without a trace. It has no identity yet, and
    counts as changed.
    """

    def __init__(self) -> None:
        self._folder = Folder(Path(), ())
        self._top = Path()
        self._states: dict[str, str | None] = {}

    def update(self, top: Path, folder: Folder) -> frozenset[str]:
        """Use the files that are listed now. Return the files that were read and changed since."""
        if top != self._top:
            self._states.clear()
        self._top, self._folder = top, folder
        known = self._states.items()
        changed = {path for path, state in known if state is None or state != self._state(path)}
        for path in changed:
            del self._states[path]
        return frozenset(changed)

    def paths(self) -> Collection[str]:
        """Every listed file."""
        return self._folder.paths()

    def read(self, path: str, at_most: int) -> bytes:
        """The bytes on disk. Raises OSError for anything but a regular file."""
        self.identity(path)
        return self._folder.read(path, at_most)

    def identity(self, path: str) -> str | None:
        """The state of the file when it was first read; None if it changed just before."""
        if path not in self._states:
            self._states[path] = self._state(path)
        return self._states[path]

    def expect(self, paths: Iterable[str]) -> None:
        """Do nothing, because reads from a disk need no preparation."""

    def _state(self, path: str) -> str | None:
        try:
            found = os.lstat(f"{self._top}/{path}")
        except (OSError, ValueError):
            return "missing"
        now, times = time.time_ns(), (found.st_ctime_ns, found.st_mtime_ns)
        if any(abs(now - each) < _SETTLED for each in times):
            return None
        kind = f"{found.st_dev}:{found.st_ino}:{found.st_mode}"
        return f"{kind}:{found.st_size}:{found.st_mtime_ns}:{found.st_ctime_ns}"
