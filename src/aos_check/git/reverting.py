"""Whether one change undoes another."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory

from aos_check.git.blobs import Contents
from aos_check.git.differences import Row
from aos_check.git.program import Git
from aos_check.git.trees import is_file

_LONGEST = 16 * 1024 * 1024  # bytes of a file that is merged


class Reverts:
    """Compares changes with what undoing others would be."""

    def __init__(self, git: Git, contents: Contents) -> None:
        self._git = git
        self._contents = contents

    def undoes(self, made: dict[str, Row], undone: dict[str, Row], paths: Collection[str]) -> bool:
        """True when `made` is the exact inverse of `undone`, as far as the paths go.

        That is what `git revert` makes of it without a conflict: later work on the same files
        stays. Not by `git patch-id`: it takes a change of indentation for none.
        """
        asked = made.keys() | undone.keys()
        wanted = [path for path in dict.fromkeys(paths) if path in asked]
        return bool(wanted) and all(
            path in made and path in undone and self._is_undone(made[path], undone[path])
            for path in wanted
        )

    def _is_undone(self, made: Row, undone: Row) -> bool:
        if made.modes != undone.modes[::-1]:
            return False
        return made.ids == undone.ids[::-1] or self._is_merge(made, undone)

    def _is_merge(self, made: Row, undone: Row) -> bool:
        """True when the file is its version before with the other change taken out of it."""
        if not all(map(is_file, (*made.ids, *undone.ids))):
            return False
        mine, base, other, result = (
            self._contents.read(blob, _LONGEST)
            for blob in (made.ids[0], undone.ids[1], undone.ids[0], made.ids[1])
        )
        with TemporaryDirectory(prefix="aos-check-") as folder:
            files = [str(Path(folder, name)) for name in ("mine", "base", "other")]
            for file, content in zip(files, (mine, base, other), strict=True):
                Path(file).write_bytes(content)
            return self._git.ask("merge-file", "--stdout", "--quiet", *files) == result
