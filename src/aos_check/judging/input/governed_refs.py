"""Finds the commits of a server that count as checked when a push arrives.

A ref without a project, or with a history of its own, was never checked by the rules of the default
branch. Its commits are checked when a push brings them to a branch that has both.
"""

from __future__ import annotations

from functools import cached_property

from aos_check.git import Repository
from aos_check.judging.config import find_in
from aos_check.judging.input.policies import sources_of
from aos_check.judging.settings import Config
from aos_check.model.errors import CannotCheckError
from aos_check.reading.artifact_index import Sources
from aos_check.reading.snapshot import Snapshot


class GovernedRefs:
    """The refs of a repository, and the commits that they hold."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._trunk = repository.head()
        self._tips = [tip for each in repository.tips("refs") if (tip := repository.find(each))]
        self._known: dict[str, bool] = {}

    def checked(self, tip: str) -> list[str]:
        """The refs' commits that count as checked for a push of `tip`."""
        if not self._is_governed(tip):
            return self._tips
        doubtful = set(self._sharing(tip))
        return [each for each in self._tips if each not in doubtful or self._is_governed(each)]

    def _sharing(self, tip: str) -> list[str]:
        """The refs' commits that share history with `tip` beyond the default branch."""
        trunk = [self._trunk] if self._trunk else []
        new = {record.id: record.parents for record in self._repository.commits([tip], trunk)}
        first = [commit for commit, parents in new.items() if new.keys().isdisjoint(parents)]
        found = self._repository.tips("refs", containing=first) if first else []
        return [commit for each in found if (commit := self._repository.find(each))]

    def _is_governed(self, tip: str) -> bool:
        """True if the commit has a project, and shares history with the default branch."""
        if tip not in self._known:
            related = not self._trunk or self._repository.common(self._trunk, tip)
            self._known[tip] = bool(related) and self._has_project(tip)
        return self._known[tip]

    def _has_project(self, tip: str) -> bool:
        tree = self._repository.commit_tree(tip)
        return bool(Snapshot(tree, self._sources, links=False).found.folders)

    @cached_property
    def _sources(self) -> Sources:
        try:
            tree = self._repository.commit_tree(self._trunk) if self._trunk else None
            return sources_of(find_in(tree, "")[0] if tree else Config())
        except CannotCheckError:  # the check itself reports a broken configuration
            return Sources()
