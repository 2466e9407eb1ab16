"""Where something happens: the repository around a path, and whether anything governs it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

HOMES = (
    ".agent-os", ".kiro", ".praxis-os", ".specify", "agent-os", "context", "openspec", "specs",
)  # fmt: skip
"""Folders in which the shipped layouts keep artifacts; whether they do there is seen later."""

CONFIGURATIONS = ("aos-check.toml", ".aos-check.toml", "pyproject.toml")


class Ground(NamedTuple):
    """A repository: its top, and its own folder of git's."""

    top: str
    git_dir: str

    def below(self, path: str) -> str | None:
        """The path as it is called from the top, with `/`; None for one outside."""
        # The folder may be reached through a link; the file itself is not followed.
        folder, name = os.path.split(path)
        real = os.path.join(os.path.realpath(folder), name)
        if not real.startswith(self.top + os.sep):
            return None
        return real[len(self.top) + 1 :].replace(os.sep, "/")


def ground_around(folder: str) -> Ground | None:
    """The repository around a folder, which need not be there yet."""
    for each in _upwards(os.path.realpath(folder)):
        git = os.path.join(each, ".git")
        if os.path.isdir(git):
            return Ground(each, git)
        if os.path.isfile(git):
            return Ground(each, _linked(git, each))
    return None


def looks_governed(ground: Ground, path: str) -> bool:
    """True when something on the way from the path to the top may hold artifacts or rules."""
    names = (*HOMES, *CONFIGURATIONS)
    for folder in _upwards(os.path.dirname(os.path.join(ground.top, path))):
        if any(os.path.exists(os.path.join(folder, name)) for name in names):
            return True
        if folder == ground.top:
            break
    return False


def _upwards(folder: str) -> Iterator[str]:
    while True:
        yield folder
        above = os.path.dirname(folder)
        if above == folder:
            return
        folder = above


def _linked(file: str, folder: str) -> str:
    """Where a linked worktree keeps its own state."""
    try:
        with open(file, encoding="utf-8", errors="surrogateescape") as opened:
            return os.path.join(folder, opened.read(4096).partition("gitdir:")[2].strip())
    except OSError:
        return file
