"""The input of a check: the subject, and the tree and rules it was read with."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from aos_check.judging.request import utc_today
from aos_check.judging.settings import Config
from aos_check.judging.spec_verdicts import SpecVerdicts
from aos_check.model.change import Change, Commit
from aos_check.model.document import Ignore
from aos_check.model.errors import CannotCheckError
from aos_check.model.finding import Unjudged
from aos_check.model.history import History
from aos_check.model.project import Project
from aos_check.model.spec import Spec
from aos_check.model.tree import Tree
from aos_check.reading.artifact_index import Sources
from aos_check.reading.layouts import Layout
from aos_check.reading.snapshot import Snapshot


def no_history() -> History:
    """Raise CannotCheckError: there is no history."""
    raise CannotCheckError("there is no git history here", "run it in a git repository")


@dataclass(frozen=True, slots=True)
class Subject:
    """The projects under check, the change that led to them, and the commits of that change.

    `unjudged` has the reason for each of these types that is absent. `remarks` list everything else
    that is not checked. `history` is called only if a rule asks for it, and raises CannotCheckError
    if there is none.
    """

    projects: Sequence[Project] = ()
    change: Change | None = None
    commits: Iterable[Commit] = ()
    unjudged: Mapping[type, str] = field(default_factory=dict)
    remarks: Sequence[Unjudged] = ()
    today: date = field(default_factory=utc_today)
    history: Callable[[], History] = no_history
    verdicts: SpecVerdicts = field(default_factory=SpecVerdicts, repr=False)


class Baseline(NamedTuple):
    """The name and content of a baseline file."""

    name: str
    content: bytes


class Earlier(NamedTuple):
    """The projects before the checked change, and the new path of each file that it renames."""

    tree: Tree
    projects: Sequence[Project]
    renamed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CheckInput:
    """Everything that was read for a check.

    `allowed` are the only suppressions that count (None: all). `notes` is called after the check:
    it says what the checked revisions would change about the rules, and what was not found.
    `before` read the projects before the change, one for each parent of a merge. From
    the `snapshot`, documents are read again after some of them changed; None if none can.
    """

    tree: Tree
    config: Config
    layouts: tuple[Layout, ...]
    projects: tuple[Project, ...]
    subject: Subject
    sources: Sources
    mode: str = "worktree"
    allowed: Collection[Ignore] | None = None
    notes: Callable[[], tuple[str, ...]] = tuple
    top: Path | None = None
    baseline: Baseline | None = field(default=None, repr=False)
    before: Sequence[Callable[[], Earlier]] = ()
    snapshot: Snapshot | None = field(default=None, repr=False)

    @property
    def specs(self) -> list[Spec]:
        """The specs of all projects."""
        return [spec for project in self.projects for spec in project.specs]

    def of(self, tree: Tree, projects: Sequence[Project]) -> CheckInput:
        """The same check of the documents of another tree, without a change."""
        subject = replace(self.subject, projects=projects, change=None, commits=())
        return replace(self, tree=tree, projects=tuple(projects), subject=subject)
