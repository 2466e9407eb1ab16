"""Finds the repository around a folder, even if the environment names another one."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from aos_check.git.program import Git, find_program
from aos_check.model.errors import CannotCheckError

# A hook inherits these variables, and they may name another repository.
_VARIABLES = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CEILING_DIRECTORIES", "GIT_COMMON_DIR", "GIT_DIR",
        "GIT_IMPLICIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX", "GIT_QUARANTINE_PATH", "GIT_SHALLOW_FILE", "GIT_WORK_TREE",
    }
)  # fmt: skip
_IGNORED = frozenset({"GIT_CEILING_DIRECTORIES", "GIT_PREFIX"})
_FOLDERS = ("GIT_COMMON_DIR", "GIT_DIR", "GIT_OBJECT_DIRECTORY", "GIT_WORK_TREE")
_INDEX = "GIT_INDEX_FILE"


@dataclass(frozen=True, slots=True)
class LocatedRepository:
    """A repository, and the git program set up for it."""

    git: Git
    top: Path | None
    git_dir: Path
    bare: bool
    shallow: bool


def runs_in_commit() -> bool:
    """True in a hook of a commit: only there does git name the index."""
    return _INDEX in os.environ


def find_top(folder: Path) -> Path | None:
    """The nearest repository root, from `folder` upwards."""
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)


def expect_no_link(path: Path) -> None:
    """Raise CannotCheckError if the path leads through a symbolic link of the repository.

    A checkout must not redirect reads or writes.
    """
    full = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
    top = find_top(full.parent)
    if top is None:
        return
    inside = full.relative_to(top)
    for each in (inside, *inside.parents):
        if (top / each).is_symlink() and each.name:
            raise CannotCheckError(
                f"{each} is a symbolic link in the repository, and links are not followed",
                "name the target of the link instead",
            )


def undirected(folder: Path) -> dict[str, str]:
    """The environment without variables that name a repository, so git searches from `folder`."""
    environment = {key: value for key, value in os.environ.items() if key not in _VARIABLES}
    if top := find_top(folder):
        # If `.git` is empty, git must not find a repository further up.
        environment["GIT_CEILING_DIRECTORIES"] = str(top.parent)
    return environment


def explore(here: Path) -> LocatedRepository:
    """The repository around `here`. Raises CannotCheckError if there is none.

    Inherited variables are kept if they name this repository, or if there is no other.
    """
    folder = here.resolve()
    if not folder.is_dir():
        raise CannotCheckError(f"{here} is not a folder", "name an existing folder")
    program, plain = find_program(), undirected(folder)
    given = plain | _inherited()
    if given.keys() & _VARIABLES <= {_INDEX} | _IGNORED:
        found = _expect(Git(program, folder, plain))
    else:
        named = _facts(Git(program, folder, given))
        around = _facts(Git(program, folder, plain))
        if named and (around is None or around.git_dir == named.git_dir):
            return _at_top(named, folder, given)
        found = around or _expect(Git(program, folder, plain))
        given = plain
    return _at_top(found, folder, given)


def _inherited() -> dict[str, str]:
    """The variables that name a repository, with absolute paths."""
    found = {key: os.environ[key] for key in _VARIABLES - _IGNORED if key in os.environ}
    here = Path.cwd()
    for key in _FOLDERS:
        if found.get(key):
            found[key] = str(here / found[key])
    if found.get(_INDEX):
        # As in git, it is relative to the top.
        found[_INDEX] = str((find_top(here) or here) / found[_INDEX])
    return found


def _facts(git: Git) -> LocatedRepository | None:
    """The repository that git finds; None if it finds none."""
    flags = ("--is-bare-repository", "--is-shallow-repository", "--absolute-git-dir")
    output = git.ask("rev-parse", *flags)
    if output is None:
        return None
    bare, shallow, path = output.split(b"\n", 2)
    git_dir = Path(os.fsdecode(path.removesuffix(b"\n")))
    return LocatedRepository(git, None, git_dir, bare == b"true", shallow == b"true")


def _expect(git: Git) -> LocatedRepository:
    if found := _facts(git):
        return found
    complaint = git.attempt("rev-parse", "--absolute-git-dir").complaint
    if b"not a git repository" in complaint and find_top(git.folder) is None:
        raise CannotCheckError(
            f"{git.folder} is not inside a repository",
            "run it inside a repository, or create one with `git init`",
        )
    raise git.refused(["rev-parse"], complaint)


def _at_top(found: LocatedRepository, here: Path, environment: dict[str, str]) -> LocatedRepository:
    """The repository with git set up to run at the top, where relative paths are correct."""
    if _INDEX in environment and _is_foreign_index(environment[_INDEX], found.git_dir):
        environment = {key: value for key, value in environment.items() if key != _INDEX}
    if found.bare:
        git = Git(found.git.program, found.git_dir, environment)
        return LocatedRepository(git, None, found.git_dir, bare=True, shallow=found.shallow)
    top = find_top(here)
    if top is None or environment.get("GIT_WORK_TREE"):
        git = Git(found.git.program, here, environment)
        top = Path(os.fsdecode(git.run("rev-parse", "--show-toplevel").removesuffix(b"\n")))
    # This overrides a worktree that the configuration names.
    git = Git(found.git.program, top, environment | {"GIT_WORK_TREE": str(top)})
    return LocatedRepository(git, top, found.git_dir, bare=False, shallow=found.shallow)


def _is_foreign_index(index: str, git_dir: Path) -> bool:
    """True for the index of another repository, or of another worktree of this one."""
    folder = Path(index).parent
    return folder.resolve() != git_dir.resolve() and (folder / "HEAD").is_file()
