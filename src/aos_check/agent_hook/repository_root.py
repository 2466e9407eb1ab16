"""Where something happens: the repository around a path, and how its files are read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from typing import NamedTuple

HOMES = (
    ".agent-os", ".kiro", ".praxis-os", ".specify", "agent-os", "context", "openspec", "specs",
)  # fmt: skip
"""Folders in which the shipped layouts keep artifacts; whether they do there is seen later."""

CONFIGURATIONS = ("aos-check.toml", ".aos-check.toml", "pyproject.toml")

SETTINGS = (
    ".pre-commit-config.yaml", ".claude/settings.json", ".claude/settings.local.json",
    ".github/workflows/aos-check.yml",
)  # fmt: skip
"""What sets the gate up, beside the hooks and the configuration."""


class RepositoryRoot(NamedTuple):
    """A repository: its top, and its own folder of git's."""

    top: str
    git_dir: str

    def below(self, path: str) -> str | None:
        """The path as it is called from the top, with `/`; None for one outside."""
        if path == self.top:
            return ""
        if not path.startswith(self.top + os.sep):
            return None
        return path[len(self.top) + 1 :].replace(os.sep, "/")


def repository_around(folder: str) -> RepositoryRoot | None:
    """The repository around a folder, which need not be there yet."""
    for each in _upwards(os.path.realpath(folder)):
        git = os.path.join(each, ".git")
        if os.path.isfile(git):
            git = _linked(git, each)
        if os.path.exists(os.path.join(git, "HEAD")):
            return RepositoryRoot(each, git)
    return None


def read_file(file: str, at_most: int) -> bytes | None:
    """The first bytes of a regular file; None for anything else, and b"" where there is none."""
    try:
        # A pipe would keep the agent waiting for ever.
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        return b""
    except (OSError, ValueError):
        return None
    with os.fdopen(descriptor, "rb") as opened:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        return opened.read(at_most)


def _upwards(folder: str) -> Iterator[str]:
    while True:
        yield folder
        above = os.path.dirname(folder)
        if above == folder:
            return
        folder = above


def _linked(file: str, folder: str) -> str:
    """Where a linked worktree keeps its own state."""
    text = (read_file(file, 4096) or b"").decode("utf-8", "surrogateescape")
    return os.path.join(folder, text.partition("gitdir:")[2].strip())
