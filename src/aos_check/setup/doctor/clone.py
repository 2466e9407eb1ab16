"""The clone that is examined: where it is, and which hooks git runs in it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from aos_check.git.environment import explore, undirected
from aos_check.git.files import read_regular
from aos_check.git.program import find_program
from aos_check.model.errors import CannotCheckError
from aos_check.setup.doctor.running import run

MAX_SIZE = 1024 * 1024
"""How large a file may be that is looked into, in bytes."""

_PATIENCE = 20


class UnreadableError(Exception):
    """A file that is there and cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Clone:
    """A repository on disk; `top` is None for one without a worktree.

    `hooks` is the folder whose hooks git runs, `usual` the one that it would take unless told
    otherwise.
    """

    git: str
    top: Path | None
    hooks: Path
    usual: Path

    @classmethod
    def around(cls, here: Path) -> Clone:
        """The repository around a folder. Raises CannotCheckError where there is none."""
        found = explore(here)
        folder = found.top or found.git_dir
        git = find_program()
        # Not the door of `repo`: git is asked there with settings that turn every hook off.
        hooks = _asked(git, folder, "--git-path", "hooks")
        usual = _asked(git, folder, "--git-common-dir") / "hooks"
        return cls(git, found.top, hooks, usual)

    @property
    def folder(self) -> Path:
        """Where hooks run: the top of the worktree, or the repository itself."""
        return self.top or self.usual.parent

    def text(self, path: str) -> str | None:
        """The text of a file of the worktree; None where there is none. Raises UnreadableError."""
        return read_text(self.folder / path)

    def shown(self, path: Path) -> str:
        """A path as it is told: from the top, where it lies below it."""
        try:
            return path.relative_to(self.folder).as_posix()
        except ValueError:
            return str(path)


def read_text(file: Path) -> str | None:
    """The text of a file; None where there is none. Raises UnreadableError."""
    try:
        content = read_regular(file, MAX_SIZE + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise UnreadableError(error.strerror or str(error)) from error
    if len(content) > MAX_SIZE:
        raise UnreadableError("it is larger than 1 MiB")
    return content.decode("utf-8", "replace")


def _asked(git: str, folder: Path, *question: str) -> Path:
    ended = run([git, "rev-parse", *question], folder, undirected(folder), _PATIENCE)
    if ended.code != 0:
        raise CannotCheckError(
            f"git does not say where it has its hooks in {folder}: {ended.last_words}",
            "see what `git status` says there",
        )
    return Path(os.path.abspath(folder / ended.output.removesuffix("\n")))  # noqa: PTH100
