"""The history of a repository, for the rules that ask for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property

from aos_check.git import Repository
from aos_check.model.change import CommitRecord
from aos_check.model.errors import CannotCheckError
from aos_check.model.history import History
from aos_check.model.tree import Tree, content


def history_up_to(repository: Repository, tip: str | None, tree: Tree) -> History:
    """Return the history of `tree` up to `tip`; None means that there is no commit yet.

    Raises CannotCheckError for a shallow clone, where a file may be older than it looks.
    """
    if repository.shallow:
        raise CannotCheckError(
            "the history is shallow, so it does not show every commit",
            "fetch all of it with `git fetch --unshallow`",
        )
    return _GitHistory(repository, tip, tree)


def later(repository: Repository, tip: str | None, tree: Tree) -> Callable[[], History]:
    """Return a function that returns `history_up_to` when a rule asks for it."""
    return lambda: history_up_to(repository, tip, tree)


class _GitHistory:
    """Reads each fact once, when a rule first asks for it."""

    def __init__(self, repository: Repository, tip: str | None, tree: Tree) -> None:
        self._repository = repository
        self._tip = tip
        self._tree = tree

    def commits(self) -> Sequence[CommitRecord]:
        return self._commits

    def ever_had(self, name: str) -> bool:
        return name in self._names

    def unchanged_since(self, path: str) -> date | None:
        if not self._tip or path not in self._last_touched:
            return None
        now = content(self._tree, path, _LARGEST)
        committed = self._repository.blob(self._tip, path, _LARGEST)
        if now is None or committed is None or _lines(now) != _lines(committed):
            return None
        return self._last_touched[path]

    @cached_property
    def _commits(self) -> Sequence[CommitRecord]:
        return list(self._repository.commits([self._tip])) if self._tip else []

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(path.rpartition("/")[2] for path in self._last_touched)

    @cached_property
    def _last_touched(self) -> dict[str, date]:
        """The last day of each file that any commit touched."""
        days: dict[str, date] = {}
        for path, day in self._repository.touched(self._tip) if self._tip else ():
            days[path] = max(day, days.get(path, day))
        return days


_LARGEST = 2 * 1024 * 1024


def _lines(text: bytes) -> bytes:
    """The text without the line ends of Windows, which git may write on checkout."""
    return text.replace(b"\r\n", b"\n")
