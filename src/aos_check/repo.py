"""The only door to git: a folder on disk becomes the tree of what git tracks or would track."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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
        return Worktree(repository, below, Folder(repository, frozenset(_listed(git, repository))))
    return Worktree(repository, below, Folder(repository), note=NO_GIT)


def find_top(folder: Path) -> Path | None:
    """The nearest folder, from `folder` upwards, that is a repository's root."""
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)


def _listed(git: str, top: Path) -> Iterator[str]:
    """What git tracks or would track, less what is gone from the disk."""
    rows = _run(git, top, "ls-files", "-z", "-t", *_WANTED).decode("utf-8", "replace")
    listed = {(row[0], row[2:]) for row in rows.split("\0") if row}
    gone = {path for tag, path in listed if tag == "R"}
    for tag, path in listed:
        # A sparse checkout skips (S) what it tracks; `x/` is somebody else's repository.
        skipped = tag == "S" and not os.path.lexists(top / path)
        if path not in gone and not skipped and not path.endswith("/"):
            yield path


_WANTED = ("--cached", "--others", "--deleted", "--exclude-standard")

# What is checked is not trusted: nothing that its configuration names may run.
_SAFELY = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")

# A hook inherits these, and they may speak of another repository than the one asked for.
_ELSEWHERE = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_WORK_TREE",
    }
)


def _run(git: str, top: Path, *arguments: str) -> bytes:
    environment = {key: value for key, value in os.environ.items() if key not in _ELSEWHERE}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    done = subprocess.run(  # noqa: S603
        [git, *_SAFELY, "-C", str(top), *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        reason = (done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason"])[0]
        remedy = "see what `git status` says there"
        if "dubious ownership" in reason:
            remedy = f"trust it with `git config --global --add safe.directory {top}`"
        raise CannotCheckError(f"git cannot list the files of {top}: {reason}", remedy)
    return done.stdout
