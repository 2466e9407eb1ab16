"""A worktree that stays open, for a server that is asked again and again."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from aos_check.judging.check_input import CheckInput
from aos_check.judging.input.worktree import WorktreeReader
from aos_check.judging.request import CheckRequest, ClosingConsole


class Workspace:
    """Reads a worktree with its configuration, each time only what changed on disk.

    `root` restricts it to the project in this folder. An empty worktree is fine.
    """

    def __init__(self, root: Path | None = None) -> None:
        self._kept = ExitStack()
        request = CheckRequest(root=root, allow_empty=True, console=ClosingConsole(self._kept))
        self._reader = WorktreeReader(request)

    def read(self, unsaved: Mapping[str, bytes] = {}) -> CheckInput:
        """Read the worktree with these texts, by path, in place of the files on disk.

        The paths are relative to the top of the repository. The input is valid until the next call.
        Raises CannotCheckError, for example for a broken configuration; a later call may succeed.
        """
        return self._reader.read(unsaved)

    def close(self) -> None:
        """End the git processes."""
        self._kept.close()
