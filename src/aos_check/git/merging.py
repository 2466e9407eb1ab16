"""Makes git's own merge of two commits outside the repository."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from aos_check.git.blobs import Contents
from aos_check.git.differences import Differences, Row
from aos_check.git.program import Git
from aos_check.git.revisions import Revisions
from aos_check.model.errors import MissingObjectError
from aos_check.model.object_ids import is_object_id

_OBJECTS = "GIT_OBJECT_DIRECTORY"
_MORE_OBJECTS = "GIT_ALTERNATE_OBJECT_DIRECTORIES"

# The user's merge settings must not change the result, and no filter may run.
_SETTINGS = (
    "diff.renames=true",
    "merge.conflictStyle=merge",
    "merge.default=text",
    "merge.directoryRenames=conflict",
    "merge.renameLimit=1000",
    "merge.renames=true",
    "merge.renormalize=false",
)

# Our own index accepts every path of a tree, and is a single file.
_INDEX = ("core.protectHFS=false", "core.protectNTFS=false", "core.splitIndex=false")


class Side(NamedTuple):
    """A parent other than the first, and its merge base with the first, if there is one."""

    parent: str
    base: str | None


@dataclass(frozen=True, slots=True)
class Merged:
    """A merge by git: its tree, and the paths left in conflict."""

    tree: str
    conflicted: frozenset[str]


class Merges:
    """Makes merges. Their objects are readable through `git` until `close`."""

    def __init__(self, git: Git, revisions: Revisions, contents: Contents) -> None:
        self._git = git
        self._revisions = revisions
        self._contents = contents
        self._made: dict[tuple[str, str], Merged | None] = {}
        self._drivers: list[str] | None = None
        self._scratch: TemporaryDirectory[str] | None = None
        self._writing = git

    def automerge(self, first: str, second: str) -> Merged | None:
        """Git's merge of two commits; None if git is too old for it, or fails.

        Raises MissingObjectError.
        """
        if (first, second) not in self._made:
            self._made[first, second] = self._make(first, second)
        return self._made[first, second]

    def close(self) -> None:
        """Delete the merges."""
        if self._scratch is not None:
            self._scratch.cleanup()
            self._scratch = None
            self._made.clear()
            own = self._writing.environment
            self._git.environment[_MORE_OBJECTS] = own[_MORE_OBJECTS]

    def _make(self, first: str, second: str) -> Merged | None:
        drivers = self._known_drivers()
        if any("=" in name for name in drivers):  # no option can disable such a driver
            return None
        plain = _text_merge(first, second)
        settings = (*_SETTINGS, *(f"{name}={plain}" for name in drivers))
        options = ("--write-tree", "-z", "--name-only", "--no-messages")
        answer = self._scratch_git().attempt(
            "merge-tree", *options, first, second, settings=settings
        )
        tree, *conflicted = answer.output.split(b"\0")
        if answer.code > 1 or not is_object_id(tree.decode("ascii", "replace")):
            refusal = self._git.refused(["merge-tree"], answer.complaint)
            if isinstance(refusal, MissingObjectError):
                raise refusal
            return None
        paths = frozenset(os.fsdecode(path) for path in conflicted if path)
        return Merged(tree.decode("ascii"), paths)

    def file_by_file(
        self, differences: Differences, first: str, sides: Iterable[Side], result: str | None
    ) -> tuple[str, frozenset[str]]:
        """The tree of a merge by whole files, and the paths that may differ from it.

        The tree is the first parent, with the files that only other sides have changed. In the
        result (None: the index), a file may have the version of any side that changed it.
        """
        taken: dict[str, Row] = {}
        settled: set[str] = set()
        for side in sides:
            own = differences.plain(side.base, first)
            theirs = differences.plain(side.base, side.parent)
            taken |= {path: row for path, row in theirs.items() if path not in own}
            settled |= theirs.keys() - differences.plain(side.parent, result).keys()
        return self._tree_with(taken.values(), first) if taken else first, frozenset(settled)

    def _tree_with(self, rows: Iterable[Row], commit: str) -> str:
        """The tree of the commit with these changes."""
        git = self._scratch_git()
        git = git.with_variables(GIT_INDEX_FILE=str(Path(git.environment[_OBJECTS], "index")))
        lines = b"".join(_index_line(row, len(commit)) for row in rows)
        _in_index(git, "read-tree", commit)
        _in_index(git, "update-index", "-z", "--replace", "--index-info", given=lines)
        return _in_index(git, "write-tree", "--missing-ok").decode("ascii").strip()

    def _known_drivers(self) -> list[str]:
        """The settings that name merge programs."""
        if self._drivers is None:
            command = ("config", "--null", "--name-only", "--get-regexp", r"^merge\..*\.driver$")
            names = (self._git.ask(*command) or b"").split(b"\0")
            self._drivers = [os.fsdecode(name) for name in dict.fromkeys(names) if name]
        return self._drivers

    def _scratch_git(self) -> Git:
        """A git that writes objects to a separate folder, which the other git can read."""
        if self._scratch is None:
            self._scratch = TemporaryDirectory(prefix="aos-check-")
            environment = self._git.environment
            own = environment.get(_OBJECTS) or str(self._revisions.git_path("objects"))
            more = environment.get(_MORE_OBJECTS)
            known = _joined([_quoted(own)], more)
            self._writing = self._git.with_variables(
                **{_OBJECTS: self._scratch.name, _MORE_OBJECTS: known}
            )
            environment[_MORE_OBJECTS] = _joined([_quoted(self._scratch.name)], more)
            self._contents.close()  # a running child process would not find the merges
        return self._writing


def _text_merge(first: str, second: str) -> str:
    """The merge driver that does what git does without one, with the commits as labels."""
    labels = (f"-L {shlex.quote(each.replace('%', '%%'))}" for each in (first, "base", second))
    # Git takes a large exit code, as for a binary file, for a failure.
    return f"git merge-file --marker-size=%L {' '.join(labels)} %A %O %B || exit 1"


def _in_index(git: Git, *arguments: str, given: bytes = b"") -> bytes:
    answer = git.attempt(*arguments, given=given, settings=_INDEX)
    if answer.code:
        raise git.refused(arguments, answer.complaint)
    return answer.output


def _index_line(row: Row, length: int) -> bytes:
    """The line for a file in `git update-index`; mode 0 removes the file."""
    blob = row.ids[1].rpartition(" ")[2] or "0" * length
    return f"{row.modes[1]} {blob}\t".encode("ascii") + os.fsencode(row.paths[1]) + b"\0"


def _joined(folders: Sequence[str], more: str | None) -> str:
    return os.pathsep.join((*folders, more) if more else folders)


def _quoted(folder: str) -> str:
    """The folder for a list of folders, in which git requires quoted separators."""
    folder = str(Path(folder).absolute())
    if os.pathsep not in folder and not folder.startswith('"'):
        return folder
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
