"""The only door to git: a folder on disk becomes the tree of what git tracks or would track."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from aos_check.errors import CannotCheckError
from aos_check.tree import Folder

NO_GIT = "git is not installed: every file below the root counts, ignored ones too"


@dataclass(frozen=True, slots=True)
class Worktree:
    """The files on disk. Paths are relative to `top`: the repository's root, else the folder.

    `below` is the folder inside `top` that was asked for, "" for all of it; `note` says what is
    less than it should be.
    """

    top: Path
    below: str
    tree: Folder
    note: str = ""


def open_worktree(here: Path, root: Path | None = None) -> Worktree:
    """The worktree of the repository around `here`, or of the folder `root` alone."""
    folder = (here if root is None else here / root).resolve()
    if not folder.is_dir():
        raise CannotCheckError(f"{root or here} is not a folder", "name a folder that is there")
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


def find_top(folder: Path) -> Path | None:
    """The nearest folder, from `folder` upwards, that is a repository's root."""
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)


def _listed(git: str, top: Path) -> tuple[frozenset[str], list[str]]:
    """The files that git tracks or would track, less what is gone from the disk; the submodules."""
    rows = set(map(_row, _run(git, top, "ls-files", "-z", "-t", *_WANTED).split(b"\0")[:-1]))
    gone = {row.path for row in rows if row.tag == "R"}
    # A sparse checkout skips (S) what it tracks; `x/` is somebody else's repository.
    there = [
        row
        for row in rows
        if row.path not in gone
        and not row.path.endswith("/")
        and (row.tag != "S" or os.path.lexists(top / row.path))
    ]
    submodules = {row.path for row in there if row.mode == _SUBMODULE}
    return frozenset(row.path for row in there) - submodules, sorted(submodules)


_WANTED = ("--cached", "--others", "--deleted", "--stage", "--exclude-standard")
_SUBMODULE = "160000"


class _Row(NamedTuple):
    """What git says of one path; `mode` is empty for what it does not track."""

    tag: str
    mode: str
    path: str


def _row(line: bytes) -> _Row:
    """A row of the listing: `? path`, or `H mode object stage<tab>path`."""
    tag, rest = os.fsdecode(line[:1]), line[2:]
    if tag == "?":
        return _Row(tag, "", os.fsdecode(rest))
    facts, _, path = rest.partition(b"\t")
    return _Row(tag, os.fsdecode(facts.partition(b" ")[0]), os.fsdecode(path))


_MAX_NAMED = 5


def _left_out(submodules: Sequence[str]) -> str:
    """The note on submodules, whose files belong to other repositories; nothing if there are none.

    A path may hold anything, and the note goes to a terminal.
    """
    names = [path if path.isprintable() else ascii(path) for path in submodules[:_MAX_NAMED]]
    if not names:
        return ""
    if len(submodules) == 1:
        return f"the submodule {names[0]} is not looked into: run aos-check there"
    more = len(submodules) - len(names)
    listed = ", ".join(names) + (f" and {more} more" if more else "")
    return f"the submodules {listed} are not looked into: run aos-check in each"


# What is checked is not trusted: nothing that its configuration names may run.
_SAFELY = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")

# A hook inherits these, and they may speak of another repository than the one asked for.
_ELSEWHERE = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_CEILING_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_WORK_TREE",
    }
)


TIMEOUT = 20
"""How many seconds git may take; a pipe among its ignore files would keep it for ever."""


def _run(git: str, top: Path, *arguments: str) -> bytes:
    environment = {key: value for key, value in os.environ.items() if key not in _ELSEWHERE}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    # Neither a repository around this one nor a worktree that the configuration names is meant.
    # --git-dir would say so too, and would have git trust a repository of any owner.
    environment["GIT_CEILING_DIRECTORIES"] = str(top.parent)
    try:
        done = subprocess.run(  # noqa: S603
            [git, *_SAFELY, "-C", str(top), f"--work-tree={top}", *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=TIMEOUT,
        )
    except subprocess.TimeoutExpired:
        raise CannotCheckError(
            f"git does not come to an end with the files of {top}",
            "see where `git status` hangs there: .gitignore and core.excludesFile must be files",
        ) from None
    if done.returncode:
        reason = (done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason"])[0]
        remedy = "see what `git status` says there"
        if "dubious ownership" in reason:
            remedy = f"trust it with `git config --global --add safe.directory {top}`"
        raise CannotCheckError(f"git cannot list the files of {top}: {reason}", remedy)
    return done.stdout
