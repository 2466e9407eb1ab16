"""Detects changes that undo others."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory

from aos_check.git.blobs import Contents
from aos_check.git.differences import Row
from aos_check.git.program import Git
from aos_check.git.trees import is_file

_MAX_MERGED = 16 * 1024 * 1024  # bytes of a file that is merged


def undoes(
    git: Git,
    contents: Contents,
    made: dict[str, Row],
    undone: dict[str, Row],
    paths: Collection[str],
) -> bool:
    """True if `made` is the exact inverse of `undone` in these paths.

    That is the result of `git revert` without a conflict, which keeps later work on the same files.
    `git patch-id` cannot be used, because it ignores indentation.
    """
    wanted = [path for path in dict.fromkeys(paths) if path in made or path in undone]
    return bool(wanted) and all(
        path in made and path in undone and _is_undone(git, contents, made[path], undone[path])
        for path in wanted
    )


def _is_undone(git: Git, contents: Contents, made: Row, undone: Row) -> bool:
    if made.modes != undone.modes[::-1]:
        return False
    return made.ids == undone.ids[::-1] or _is_merge(git, contents, made, undone)


def _is_merge(git: Git, contents: Contents, made: Row, undone: Row) -> bool:
    """True if the file is its earlier version without the undone change."""
    if not all(map(is_file, (*made.ids, *undone.ids))):
        return False
    wanted = (made.ids[0], undone.ids[1], undone.ids[0], made.ids[1])
    mine, base, other, result = (contents.read(blob, _MAX_MERGED) for blob in wanted)
    with TemporaryDirectory(prefix="aos-check-") as folder:
        files = [str(Path(folder, name)) for name in ("mine", "base", "other")]
        for file, content in zip(files, (mine, base, other), strict=True):
            Path(file).write_bytes(content)
        return git.ask("merge-file", "--stdout", "--quiet", *files) == result
