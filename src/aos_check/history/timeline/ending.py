"""What the end of a history says about the work and the proofs before it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Protocol, TypeAlias

from aos_check.git import Repository
from aos_check.model.proof import ProofRecord
from aos_check.model.task import Task
from aos_check.reading.code_files import SUBMODULE
from aos_check.reading.named_files import fitting, mentioned

_EMPTY = frozenset(
    {
        "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
        "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
    }
)
"""The ids of an empty file, in both formats of git's objects."""


Contents: TypeAlias = Mapping[str, Sequence[str]]
"""The ids of each file's contents: before some work, and after each commit of it."""


class Ending(Protocol):
    """The end of a history."""

    def left(self, work: Contents) -> Collection[str]:
        """The files of which some work is left."""
        ...

    def flaw(self, proof: ProofRecord, task: Task, work: Contents) -> str:
        """The reason why a proof of the task does not count, "" if it counts."""
        ...


class HistoryEnd:
    """The end of the history up to `tip`."""

    def __init__(self, repository: Repository, tip: str) -> None:
        self._repository = repository
        self._tip = tip

    def left(self, work: Contents) -> Collection[str]:
        """The files of which some work is left."""
        return _left(work, self._now) if work else ()

    def flaw(self, proof: ProofRecord, task: Task, work: Contents) -> str:
        """The reason why a proof of the task does not count, "" if it counts."""
        if proof.exit:
            return f"its command ended with exit code {proof.exit}"
        if proof.tree not in self._trees:
            lost = "the history is shallow, and " if self._repository.shallow else ""
            return f"{lost}no commit in the history has the tree {proof.tree[:10]} that it ran in"
        then, now = self._repository.commit_tree(proof.tree).listing, self._now
        if work and not _left(work, then):
            return "it ran before the work"
        titled = mentioned(task.title)
        paths = fitting(titled, dict.fromkeys((*then, *now))) if titled else ()
        changed = [path for path in paths if then.get(path) != now.get(path)]
        return f"{changed[0]} has changed since" if changed else ""

    @cached_property
    def _trees(self) -> frozenset[str]:
        return self._repository.trees(self._tip)

    @cached_property
    def _now(self) -> Mapping[str, str]:
        return self._repository.commit_tree(self._tip).listing


def _left(work: Contents, listing: Mapping[str, str]) -> frozenset[str]:
    """The files of which some work is left in a tree with this listing.

    A file is not as before the work, or its content is in another file now, or only its mode was
    changed. An empty file is as none. Of a submodule, which is not listed, everything is left.
    """
    kept = frozenset(listing.values())

    def is_left(path: str, ids: Sequence[str]) -> bool:
        before, *after = map(_filled, ids)
        if _filled(listing.get(path, "")) != before or any(map(_is_submodule, ids)):
            return True
        return {*after} == {before} if before else not kept.isdisjoint(filter(None, after))

    return frozenset(path for path, ids in work.items() if is_left(path, ids))


def _is_submodule(id_: str) -> bool:
    return id_.startswith(f"{SUBMODULE} ")


def _filled(id_: str) -> str:
    """The id of a content, "" for an empty one."""
    return "" if id_ in _EMPTY else id_
