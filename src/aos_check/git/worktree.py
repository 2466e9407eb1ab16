"""The worktree: the files on disk that git tracks or would track."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from aos_check.git.environment import expect_no_link, find_top, undirected
from aos_check.git.folder import Folder
from aos_check.git.program import Git
from aos_check.git.trees import SUBMODULE
from aos_check.model.errors import CannotCheckError

NO_GIT = "git is not installed: every file below the root is checked, even ignored ones"


@dataclass(frozen=True, slots=True)
class Worktree:
    """The files on disk. Paths are relative to `top`: the repository's root, else the folder.

    `below` is the requested folder inside `top`, "" for all of it. `note` names missing files.
    """

    top: Path
    below: str
    tree: Folder
    note: str = ""


def open_worktree(here: Path, root: Path | None = None) -> Worktree:
    """The worktree of the repository around `here`, or of the folder `root` alone."""
    if root is not None:
        expect_no_link(here / root)
    folder = (here if root is None else here / root).resolve()
    if not folder.is_dir():
        raise CannotCheckError(f"{root or here} is not a folder", "name an existing folder")
    repository = find_top(folder)
    if repository is None:
        return Worktree(folder, "", Folder(folder))
    below = (
        "" if root is None or folder == repository else folder.relative_to(repository).as_posix()
    )
    if git := shutil.which("git"):
        files, submodules = _listed(git, repository)
        inside = [path for path in submodules if not below or f"{path}/".startswith(f"{below}/")]
        return Worktree(repository, below, Folder(repository, files), note=_left_out(inside))
    return Worktree(repository, below, Folder(repository), note=NO_GIT)


def _listed(program: str, top: Path) -> tuple[frozenset[str], list[str]]:
    """The existing files that git tracks or would track, and the submodules."""
    # This overrides a worktree that the configuration names. --git-dir would do so too, but then
    # git would trust a repository of any owner.
    git = Git(program, top, undirected(top) | {"GIT_WORK_TREE": str(top)})
    rows = set(map(_listed_path, git.run("ls-files", "-z", "-t", *_WANTED).split(b"\0")[:-1]))
    gone = {row.path for row in rows if row.tag == "R"}
    # A sparse checkout skips (S) tracked files; `x/` is another repository.
    present = [
        row
        for row in rows
        if row.path not in gone
        and not row.path.endswith("/")
        and (row.tag != "S" or os.path.lexists(top / row.path))
    ]
    submodules = {row.path for row in present if row.mode == SUBMODULE}
    return frozenset(row.path for row in present) - submodules, sorted(submodules)


_WANTED = ("--cached", "--others", "--deleted", "--stage", "--exclude-standard")


class _ListedPath(NamedTuple):
    """A path in git's listing; `mode` is empty if the file is not tracked."""

    tag: str
    mode: str
    path: str


def _listed_path(line: bytes) -> _ListedPath:
    """The row from `? path` or `H mode object stage<tab>path`."""
    tag, rest = os.fsdecode(line[:1]), line[2:]
    if tag == "?":
        return _ListedPath(tag, "", os.fsdecode(rest))
    facts, _, path = rest.partition(b"\t")
    return _ListedPath(tag, os.fsdecode(facts.partition(b" ")[0]), os.fsdecode(path))


_MAX_NAMED = 5


def _left_out(submodules: Sequence[str]) -> str:
    """The note about submodules, which are other repositories; empty if there are none.

    Unprintable paths are escaped, because the note goes to a terminal.
    """
    names = [path if path.isprintable() else ascii(path) for path in submodules[:_MAX_NAMED]]
    if not names:
        return ""
    if len(submodules) == 1:
        return f"the submodule {names[0]} is not checked: run aos-check there"
    more = len(submodules) - len(names)
    listed = ", ".join(names) + (f" and {more} more" if more else "")
    return f"the submodules {listed} are not checked: run aos-check in each"
