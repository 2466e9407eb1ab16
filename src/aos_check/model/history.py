"""The history of the tree under check, for the rules that ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from aos_check.model.change import CommitRecord


class History(Protocol):
    """The commits up to the one under check; for a worktree or an index, up to HEAD."""

    def commits(self) -> Sequence[CommitRecord]:
        """All of them, parents before children."""
        ...

    def ever_had(self, name: str) -> bool:
        """Return True if some commit touched a file of that name in any folder."""
        ...

    def unchanged_since(self, path: str) -> date | None:
        """The day of the last commit that touched the file.

        None if the file under check is not the one in that commit.
        """
        ...
