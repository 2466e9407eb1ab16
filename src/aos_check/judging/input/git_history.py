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
    return PastCommits(repository, tip).of(tree)


def later(repository: Repository, tip: str | None, tree: Tree) -> Callable[[], History]:
    """Return a function that returns `history_up_to` when a rule asks for it."""
    return lambda: history_up_to(repository, tip, tree)


class PastCommits:
    """The commits up to a tip. Reads each fact once, when a rule first asks for it."""

    def __init__(self, repository: Repository, tip: str | None) -> None:
        self.repository = repository
        self.tip = tip

    def of(self, tree: Tree) -> History:
        """The history of a tree. Raises CannotCheckError for a shallow clone."""
        if self.repository.shallow:
            raise CannotCheckError(
                "the history is shallow, so it does not show every commit",
                "fetch all of it with `git fetch --unshallow`",
            )
        return _GitHistory(self, tree)

    @cached_property
    def commits(self) -> Sequence[CommitRecord]:
        """Every commit, parents first."""
        return list(self.repository.commits([self.tip])) if self.tip else []

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all files that any commit touched."""
        return frozenset(path.rpartition("/")[2] for path in self.last_touched)

    @cached_property
    def last_touched(self) -> dict[str, date]:
        """The last day of each file that any commit touched."""
        days: dict[str, date] = {}
        for path, day in self.repository.touched(self.tip) if self.tip else ():
            days[path] = max(day, days.get(path, day))
        return days


class _GitHistory:
    """The history of one tree."""

    def __init__(self, past: PastCommits, tree: Tree) -> None:
        self._past = past
        self._tree = tree

    def commits(self) -> Sequence[CommitRecord]:
        return self._past.commits

    def ever_had(self, name: str) -> bool:
        return name in self._past.names

    def unchanged_since(self, path: str) -> date | None:
        past = self._past
        if not past.tip or path not in past.last_touched:
            return None
        now = content(self._tree, path, _LARGEST)
        committed = past.repository.blob(past.tip, path, _LARGEST)
        if now is None or committed is None or _lines(now) != _lines(committed):
            return None
        return past.last_touched[path]


_LARGEST = 2 * 1024 * 1024


def _lines(text: bytes) -> bytes:
    """The text without the line ends of Windows, which git may write on checkout."""
    return text.replace(b"\r\n", b"\n")
