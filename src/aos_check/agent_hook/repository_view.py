"""The worktree of a repository, read by its own configuration.

This imports many modules. An answer from the cached facts does not load it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from aos_check.git import Repository, open_worktree
from aos_check.git.files import read_if_there
from aos_check.judging import config as configuration
from aos_check.judging.check_input import CheckInput, Subject
from aos_check.judging.input.policies import layouts_of, sources_of
from aos_check.judging.input.sources import settled_at, with_approvers, witness_for
from aos_check.judging.report import baseline
from aos_check.judging.settings import Config
from aos_check.model.errors import CannotCheckError
from aos_check.model.project import Project
from aos_check.model.tree import Tree
from aos_check.progress import SpecProgress, all_progress
from aos_check.reading.artifact_index import Sources
from aos_check.reading.layouts import Layout
from aos_check.reading.project import projects_of
from aos_check.reading.snapshot import Snapshot


@dataclass(frozen=True)
class RepositoryView:
    """The content of one tree of the repository, read by the configuration on disk."""

    config: Config
    snapshot: Snapshot

    @property
    def layouts(self) -> tuple[Layout, ...]:
        """The layouts in force."""
        return layouts_of(self.config)

    @cached_property
    def projects(self) -> tuple[Project, ...]:
        """Every project."""
        return projects_of(self.snapshot)

    @cached_property
    def all_progress(self) -> Sequence[SpecProgress]:
        """The progress of every spec."""
        return all_progress(self.projects, self.layouts)

    def as_input(self, top: Path) -> CheckInput:
        """The same content as the input of a check; `top` is the folder of the repository."""
        return CheckInput(
            self.snapshot.tree,
            self.config,
            self.layouts,
            self.projects,
            Subject(self.projects),
            self.snapshot.sources,
            top=top,
            snapshot=self.snapshot,
        )


def accepted(text: bytes | None, path: str) -> frozenset[str]:
    """The fingerprints in the text of a baseline; none if it cannot be read."""
    try:
        return baseline.known(text, path) if text else frozenset()
    except CannotCheckError:
        return frozenset()


class RepositoryViewer:
    """Opens trees of one repository: its worktree, or another tree in its place."""

    def __init__(self, top: str) -> None:
        self.top = Path(top)
        self.repository = Repository.open(self.top)
        self.config, _ = configuration.find(self._read, ["."])
        self.tree: Tree = open_worktree(self.top).tree

    def close(self) -> None:
        """End the git processes."""
        self.repository.close()

    def accepted(self, path: str) -> frozenset[str]:
        """The fingerprints in the baseline on disk, which git may ignore."""
        return accepted(read_if_there(self.top / path, baseline.MAX_SIZE), path)

    def now(self) -> RepositoryView:
        """The worktree."""
        return self.of(self.tree)

    def of(self, tree: Tree, only: Collection[str] | None = None) -> RepositoryView:
        """Another tree, read by the same configuration, with all specs or `only` some."""
        sources = replace(self._sources, specs=only)
        witness = witness_for(sources, self.repository, tree)
        return RepositoryView(self.config, Snapshot(tree, sources, witness=witness))

    @cached_property
    def _sources(self) -> Sources:
        repository, config = self.repository, self.config
        sources = with_approvers(sources_of(config), config, repository, self.tree)
        return settled_at(sources, config, repository, repository.head())

    def _read(self, path: str) -> bytes | None:
        return read_if_there(self.top / path, configuration.MAX_READ)
