"""The merge that git would make of two commits, kept apart from the repository."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from aos_check.repo.blobs import Contents
from aos_check.repo.differences import Differences
from aos_check.repo.names import Names, is_id
from aos_check.repo.program import Git

_OBJECTS = "GIT_OBJECT_DIRECTORY"
_MORE_OBJECTS = "GIT_ALTERNATE_OBJECT_DIRECTORIES"

# How the user merges must not change what is judged, and no filter may run.
_SETTINGS = (
    "diff.renames=true",
    "merge.conflictStyle=merge",
    "merge.default=text",
    "merge.directoryRenames=conflict",
    "merge.renameLimit=1000",
    "merge.renames=true",
    "merge.renormalize=false",
)


@dataclass(frozen=True, slots=True)
class Merged:
    """A merge as git makes it: its tree, and the paths that it leaves in conflict."""

    tree: str
    conflicted: frozenset[str]


class Merges:
    """Merges of commits, whose objects are readable through `git` until this is closed."""

    def __init__(self, git: Git, names: Names, contents: Contents) -> None:
        self._git = git
        self._names = names
        self._contents = contents
        self._made: dict[tuple[str, str], Merged | None] = {}
        self._drivers: list[str] | None = None
        self._scratch: TemporaryDirectory[str] | None = None
        self._writing = git

    def automerge(self, first: str, second: str) -> Merged | None:
        """The merge; None where git is too old for it, or cannot."""
        if (first, second) not in self._made:
            self._made[first, second] = self._make(first, second)
        return self._made[first, second]

    def close(self) -> None:
        """Throw the merges away."""
        if self._scratch is not None:
            self._scratch.cleanup()
            self._scratch = None
            self._made.clear()
            own = self._writing.environment
            self._git.environment[_MORE_OBJECTS] = own[_MORE_OBJECTS]

    def _make(self, first: str, second: str) -> Merged | None:
        drivers = self._known_drivers()
        if any("=" in name for name in drivers):  # no option could switch it off
            return None
        # A driver that fails leaves a conflict.
        settings = (*_SETTINGS, *(f"{name}=false" for name in drivers))
        options = ("--write-tree", "-z", "--name-only", "--no-messages")
        answer = self._apart().attempt("merge-tree", *options, first, second, settings=settings)
        tree, *conflicted = answer.output.split(b"\0")
        if answer.code > 1 or not is_id(tree.decode("ascii", "replace")):
            return None
        paths = frozenset(os.fsdecode(path) for path in conflicted if path)
        return Merged(tree.decode("ascii"), paths)

    def _known_drivers(self) -> list[str]:
        """The settings that name programs which merge files."""
        if self._drivers is None:
            asked = ("config", "--null", "--name-only", "--get-regexp", r"^merge\..*\.driver$")
            names = (self._git.ask(*asked) or b"").split(b"\0")
            self._drivers = [os.fsdecode(name) for name in dict.fromkeys(names) if name]
        return self._drivers

    def _apart(self) -> Git:
        """Git that writes objects into a folder of its own; the others learn to read them."""
        if self._scratch is None:
            self._scratch = TemporaryDirectory(prefix="aos-check-")
            environment = self._git.environment
            own = environment.get(_OBJECTS) or str(self._names.path("objects"))
            more = environment.get(_MORE_OBJECTS)
            known = _joined([_quoted(own)], more)
            self._writing = self._git.but(**{_OBJECTS: self._scratch.name, _MORE_OBJECTS: known})
            environment[_MORE_OBJECTS] = _joined([_quoted(self._scratch.name)], more)
            self._contents.close()  # a child that began earlier would not find the merges
        return self._writing


def beyond_parents(
    differences: Differences, parents: Sequence[str], result: str | None
) -> frozenset[str]:
    """The paths in which the result (None: the index) differs from every parent."""
    each = (frozenset(differences.plain(parent, result)) for parent in parents)
    return frozenset.intersection(*each) if parents else frozenset()


def _joined(folders: Sequence[str], more: str | None) -> str:
    return os.pathsep.join((*folders, more) if more else folders)


def _quoted(folder: str) -> str:
    """The folder as git reads a list of them, in which a separator must be quoted."""
    folder = str(Path(folder).absolute())
    if os.pathsep not in folder and not folder.startswith('"'):
        return folder
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
