"""The repository around a path, and reading its files without loading much."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from typing import NamedTuple

CONFIGURATIONS = ("aos-check.toml", ".aos-check.toml", "pyproject.toml")

SETTINGS = (
    ".pre-commit-config.yaml", ".claude/settings.json", ".claude/settings.local.json",
    ".github/workflows/aos-check.yml",
)  # fmt: skip
"""The files that set up the gate, in addition to git's hooks and the configuration."""

AGENT_HOOKS = (
    ".codex/hooks.json", ".cursor/hooks.json", ".gemini/settings.json", ".windsurf/hooks.json",
    ".github/hooks/aos-check.json", ".github/hooks/aos-check-vscode.json",
)  # fmt: skip
"""The files that set up the gate if they contain a hook of aos-check."""

_OF_AGENTS = ("~/.claude/settings.json", "~/.codex/hooks.json", "~/.gemini/settings.json")

GATE_HOOKS = ("pre-commit", "prepare-commit-msg", "commit-msg", "pre-merge-commit", "pre-push")
"""The hooks of git that check commits and pushes."""

_PROJECT_FOLDERS = ("CLAUDE_PROJECT_DIR", "CURSOR_PROJECT_DIR", "GEMINI_PROJECT_DIR")

MAX_READ = 4 * 1024 * 1024
"""The most bytes of a file to read."""


class RepositoryRoot(NamedTuple):
    """A repository: the top of its worktree, and its git folder."""

    top: str
    git_dir: str

    @property
    def is_linked(self) -> bool:
        """True for a linked worktree or a submodule, whose git folder is elsewhere."""
        return self.git_dir != os.path.join(self.top, ".git")

    def below(self, path: str) -> str | None:
        """The path from the top, with `/`; None for a path outside."""
        if path == self.top:
            return ""
        if not path.startswith(self.top + os.sep):
            return None
        return path[len(self.top) + 1 :].replace(os.sep, "/")


def repository_around(folder: str) -> RepositoryRoot | None:
    """The repository around a folder, which need not exist yet."""
    return next(repositories_around(folder), None)


def repositories_around(folder: str) -> Iterator[RepositoryRoot]:
    """The repositories around a folder, the innermost first."""
    for each in upwards(folder):
        git = os.path.join(each, ".git")
        if os.path.isfile(git):
            git = _linked(git, each)
        if os.path.exists(os.path.join(git, "HEAD")):
            yield RepositoryRoot(each, git)


def project_folders() -> list[str]:
    """The folder in which the agent was started, if the agent tells its hooks."""
    return list(filter(None, map(os.environ.get, _PROJECT_FOLDERS)))


def read_file(file: str, at_most: int = MAX_READ) -> bytes | None:
    """The first bytes of a regular file; b"" if there is no file, None if it cannot be read."""
    try:
        # Opening a pipe would block forever.
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        return b""
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return None
    with os.fdopen(descriptor, "rb") as opened:
        return opened.read(at_most)


def settings_of_git() -> list[str]:
    """The files of the user's settings for git."""
    folder = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    return [os.path.expanduser(path) for path in ("~/.gitconfig", f"{folder}/git/config")]


def settings_of_user() -> list[str]:
    """The user's files that can turn off hooks in all repositories."""
    return [*settings_of_git(), *map(os.path.expanduser, _OF_AGENTS)]


def upwards(folder: str) -> Iterator[str]:
    """The real path of a folder, and the folders above it."""
    folder = os.path.realpath(folder)
    while True:
        yield folder
        above = os.path.dirname(folder)
        if above == folder:
            return
        folder = above


def _linked(file: str, folder: str) -> str:
    """The git folder of a linked worktree."""
    text = (read_file(file) or b"").decode("utf-8", "surrogateescape")
    return os.path.join(folder, text.partition("gitdir:")[2].strip())
