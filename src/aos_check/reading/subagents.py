"""Finds the subagents that a tree defines for a project."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from aos_check.reading.page import UnreadableFileError
from aos_check.reading.snapshot import Snapshot
from aos_check.reading.structured import UnreadableDataError
from aos_check.reading.task_values import short_text

_FOLDER = ".claude/agents/"
_ROLES = ("roles/implementers.yml", "roles/verifiers.yml")
_MOST = 1000  # files that are read


def subagents(snapshot: Snapshot, root: str) -> frozenset[str] | None:
    """The names of the subagents of the project at `root` in lower case; None without any."""
    folders = tuple({_FOLDER, posixpath.join(root, _FOLDER)})
    roles = {f"{home.path}/{name}" for home in snapshot.found.homes for name in _ROLES}
    files = (path for path in snapshot.files if path.startswith(folders) and path.endswith(".md"))
    found = {name for path in sorted(files)[:_MOST] for name in _names(snapshot, path)}
    found.update(
        name for path in sorted(roles & snapshot.files) for name in _role_names(snapshot, path)
    )
    return frozenset(map(str.casefold, found)) or None


def _names(snapshot: Snapshot, path: str) -> Iterator[str]:
    """The name of the file without suffix, and the name in its front matter."""
    yield posixpath.splitext(posixpath.basename(path))[0]
    try:
        front = snapshot.cache.page(snapshot.tree, path).front_data.value
    except (UnreadableFileError, UnreadableDataError):
        return
    if isinstance(front, dict) and (name := short_text(front.get("name"))):
        yield name


def _role_names(snapshot: Snapshot, path: str) -> Iterator[str]:
    """The ids of the roles from which Agent OS 2.0 makes subagents."""
    try:
        value = snapshot.cache.data(snapshot.tree, path)
    except (UnreadableFileError, UnreadableDataError):
        return
    for entries in value.values() if isinstance(value, dict) else ():
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict) and (name := short_text(entry.get("id"))):
                yield name
