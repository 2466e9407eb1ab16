"""The history of a repository, for the rules that ask for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from aos_check.git import Repository
from aos_check.model.change import CommitRecord
from aos_check.model.errors import CannotCheckError
from aos_check.model.history import History


def history_up_to(repository: Repository, tip: str | None) -> History:
    """Return the history up to `tip`; None means that there is no commit yet.

    Raises CannotCheckError for a shallow clone, where a file may be older than it looks.
    """
    if repository.shallow:
        raise CannotCheckError(
            "the history is shallow, so it does not show every commit",
            "fetch all of it with `git fetch --unshallow`",
        )
    return _GitHistory(repository, tip)


def later(repository: Repository, tip: str | None) -> Callable[[], History]:
    """Return a function that returns `history_up_to` when a rule asks for it."""
    return lambda: history_up_to(repository, tip)


class _GitHistory:
    """Reads each fact once, when a rule first asks for it."""

    def __init__(self, repository: Repository, tip: str | None) -> None:
        self._repository = repository
        self._tip = tip

    def commits(self) -> Sequence[CommitRecord]:
        return self._commits

    def ever_had(self, name: str) -> bool:
        return name in self._names

    @cached_property
    def _commits(self) -> Sequence[CommitRecord]:
        return list(self._repository.commits([self._tip])) if self._tip else []

    @cached_property
    def _names(self) -> frozenset[str]:
        changes = self._repository.changes_of([(it.id, it.parent) for it in self._commits])
        paths = (path for commit in changes for change in commit for path in change.paths)
        return frozenset(path.rpartition("/")[2] for path in paths)
