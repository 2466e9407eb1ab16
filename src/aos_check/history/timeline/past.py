"""What is replayed, and which commits that takes: the main line, and all that count."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from aos_check.git import Repository
from aos_check.history.adoption import since_adoption
from aos_check.history.ranges import CommitJudge
from aos_check.model.change import CommitRecord
from aos_check.model.finding import Finding
from aos_check.model.project import Project
from aos_check.model.tree import Tree
from aos_check.reading.snapshot import Snapshot

MOST_COMMITS = 2_000
"""How many commits are looked at, the newest of them."""

Judge = Callable[[Sequence[Project], Tree], Collection[str]]
"""Gives the fingerprints of what is found in projects that were read from a tree."""


@dataclass(frozen=True, slots=True)
class CurrentState:
    """What is there now: the projects, where they were read, and what is found in them."""

    projects: Sequence[Project]
    tree: Tree
    findings: Sequence[Finding]
    judge: Judge


@dataclass(frozen=True, slots=True)
class ReplayedHistory:
    """Where the history is. `homes` are the folders that layouts know by their names.

    `since` is the day or the revision before which commits do not count.
    """

    repository: Repository
    history: CommitJudge
    homes: Collection[str]
    since: str | None = None


class MainLine:
    """The commits that lead to `head`."""

    def __init__(self, past: ReplayedHistory, head: str) -> None:
        self.past = past
        self.head = head

    @cached_property
    def end(self) -> Snapshot:
        """What `head` holds."""
        return self.past.history.snapshot(self.head)

    @cached_property
    def is_cut(self) -> bool:
        """True when the main line is longer than what is looked at."""
        return self._cut is not None

    @property
    def from_the_first(self) -> bool:
        """True when what is looked at begins where the repository does."""
        return not (self.main[0].parents or self.past.repository.shallow)

    @cached_property
    def _cut(self) -> str | None:
        return self.past.repository.find(f"{self.head}~{MOST_COMMITS}")

    @cached_property
    def _records(self) -> list[CommitRecord]:
        """All commits below the head, parents first."""
        return list(self.past.repository.commits([self.head], [self._cut] if self._cut else []))

    @cached_property
    def main(self) -> list[CommitRecord]:
        """The main line, the oldest first: from the head always to the first parent."""
        by_id = {record.id: record for record in self._records}
        line, commit = [], by_id.get(self.head)
        while commit is not None:
            line.append(commit)
            commit = by_id.get(commit.parent or "")
        return line[::-1]

    @cached_property
    def touching(self) -> list[CommitRecord]:
        """Those of the main line that touch a document of a project; always its two ends."""
        first, *others = self.main
        changes = self.past.repository.changes_of([(it.id, it.parent) for it in others])
        found = [
            record
            for record, paths in zip(others, changes, strict=True)
            if any(self._is_document(path) for change in paths for path in change.paths)
        ]
        return list(dict.fromkeys([first, *found, *others[-1:]]))

    def _is_document(self, path: str) -> bool:
        """True for what is a document at the end, or looks as if it had been one before."""
        known = self.end.found.is_artifact(path)
        return known or (path.endswith(".md") and not self._homes.isdisjoint(path.split("/")))

    @cached_property
    def _homes(self) -> frozenset[str]:
        return frozenset(self.past.homes)

    @cached_property
    def counting(self) -> list[CommitRecord]:
        """The newest commits that count, parents first."""
        records = self._since[-MOST_COMMITS:]
        # What a shallow history begins with only looks as if it had no parents.
        return [it for it in records if it.parents or not self.past.repository.shallow]

    @cached_property
    def _since(self) -> list[CommitRecord]:
        return since_adoption(self.past.repository, self._records, self.past.since)

    def left_out(self) -> Iterator[str]:
        """What is said of the commits that are not looked at."""
        if self.is_cut:
            yield f"only the newest {MOST_COMMITS:,} commits of the main line are looked at"
        if self.past.since and len(self._since) < len(self._records):
            since = self.past.since[:10]
            yield f"commits older than enforce-since ({since}) are not listed with their specs"
        elif len(self._records) > MOST_COMMITS:
            yield f"only the newest {MOST_COMMITS:,} commits are listed with their specs"
