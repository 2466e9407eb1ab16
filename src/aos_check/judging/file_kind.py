"""Whether a file of the worktree is code, of which project, and why."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

from aos_check.judging.check_input import CheckInput
from aos_check.judging.input.policies import commit_policy_of
from aos_check.judging.input.worktree import place_of
from aos_check.model.errors import CannotCheckError
from aos_check.reading.artifact_index import ArtifactIndex
from aos_check.reading.code_files import PROGRAM, SUBMODULE, matching_glob
from aos_check.reading.code_table import CodeRow
from aos_check.reporters.style import safe


class FileKind(NamedTuple):
    """A file, the root of its project (None: outside all), and the row that decides about it.

    `glob` is the one of the row that matches, if the row has any.
    """

    path: str
    root: str | None
    row: CodeRow
    glob: str | None


def kind_of(path: Path, opened: CheckInput) -> FileKind:
    """The kind of a file, which need not exist. Raises CannotCheckError for a folder."""
    top = opened.top or Path.cwd()
    place = place_of(top, Path.cwd(), path)
    index = ArtifactIndex({*opened.tree.paths(), place}, opened.sources, {})
    root = index.root_of(place)
    policy = commit_policy_of(opened.config).files
    row = policy.row(place, root or "", _modes(top / place), index.row(place))
    return FileKind(place, root, row, matching_glob(row, place, root or ""))


def in_words(kind: FileKind) -> str:
    """The kind of a file as text."""
    project = "none, so commits that change it are not checked" if kind.root is None else kind.root
    reason = f"{kind.row.why} ({kind.glob})" if kind.glob else kind.row.why
    return (
        f"path: {safe(kind.path)}\n"
        f"project: {safe(project) or '.'}\n"
        f"code: {'yes' if kind.row.is_code else 'no'}\n"
        f"reason: {safe(reason)}\n"
    )


def _modes(file: Path) -> tuple[str, ...]:
    """The mode that git gives to the file, if it is not that of a regular file."""
    if file.is_dir():
        if not (file / ".git").exists():
            raise CannotCheckError(f"{file} is a folder", "name a file in it")
        return (SUBMODULE,)
    try:
        mode = os.lstat(file).st_mode
    except OSError:
        return ()
    return (PROGRAM,) if stat.S_ISREG(mode) and mode & stat.S_IXUSR else ()
