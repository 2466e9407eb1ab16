"""HEAD of the repository around a worktree."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from aos_check.git import Repository, find_top
from aos_check.history.adoption import adopted_at
from aos_check.judging.input.git_history import PastCommits
from aos_check.judging.input.rules_in_force import RulesInForce
from aos_check.judging.input.sources import needs_witness, with_approvers
from aos_check.judging.request import Console
from aos_check.model.errors import CannotCheckError
from aos_check.model.tree import Tree
from aos_check.reading.artifact_index import Sources


@dataclass
class Head:
    """The commit that HEAD names; None before the first one."""

    repository: Repository
    commit: str | None

    @cached_property
    def past(self) -> PastCommits:
        """The commits up to this one."""
        return PastCommits(self.repository, self.commit)


class CurrentHead:
    """Finds HEAD. Its repository stays open until HEAD moves."""

    def __init__(self, console: Console) -> None:
        self._known: Head | None = None
        console.on_exit(self._close)

    def at(self, top: Path) -> Head | None:
        """HEAD of the repository at `top`; None if there is no repository."""
        if find_top(top) is None:
            return None
        repository = Repository.open(top)
        found = Head(repository, repository.head())
        if self._known is None or _marks(self._known) != _marks(found):
            self._close()
            self._known = found
        return self._known

    def _close(self) -> None:
        if self._known:
            self._known.repository.close()


def _marks(head: Head) -> tuple[object, ...]:
    repository = head.repository
    return head.commit, repository.top, repository.git_dir, repository.shallow


class Approving(NamedTuple):
    """Everything outside of the files that decides how approvals are read.

    `settled` is the commit at which the gate was adopted. `pending` are the marks of the next
    commit, if its author matters.
    """

    sources: Sources
    settled: str | None = None
    pending: tuple[object, ...] = ()


def approving(rules: RulesInForce, head: Head | None, tree: Tree, below: str) -> Approving:
    """The sources with the approvers at HEAD, and the marks of the commits that matter."""
    sources = rules.sources
    if head is None:
        return Approving(sources)
    repository = head.repository
    sources = with_approvers(sources, rules.config, repository, tree, below)
    settled = adopted_at(repository, rules.config.adopted, head.commit)
    return Approving(sources, settled, _pending(head) if needs_witness(sources) else ())


def _pending(head: Head) -> tuple[object, ...]:
    repository = head.repository
    try:
        author: object = repository.author()
    except CannotCheckError as error:
        author = error.message
    index = _state(repository.git_dir / "index")
    return head.commit, author, repository.merge_heads(), index


def _state(file: Path) -> tuple[int, ...]:
    """The state of a file on disk."""
    try:
        found = file.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
