"""All that a history tells of what is there now, and what it does not tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from aos_check.history.timeline.ages import ages
from aos_check.history.timeline.contributions import contributions
from aos_check.history.timeline.past import CurrentState, MainLine, ReplayedHistory
from aos_check.history.timeline.record import Timeline
from aos_check.history.timeline.samples import MOST_STOPS, sample, samples
from aos_check.model.errors import CannotCheckError
from aos_check.model.project import Project
from aos_check.model.tree import Tree
from aos_check.reading.page import UnreadableFileError, read_text
from aos_check.reading.project import projects_of

T = TypeVar("T")

_SHALLOW = (
    "the history is shallow: what came before it is not known; "
    "fetch the whole of it with `git fetch --unshallow`"
)


def summarize(past: ReplayedHistory, present: CurrentState) -> Timeline:
    """What the history of HEAD says of what is there now.

    What cannot be found out is named among the gaps, and the rest is told.
    """
    head = past.repository.head()
    if head is None:
        return Timeline(gaps=("there are no commits yet: nothing can be told of the past",))
    return _Retelling(MainLine(past, head), present).timeline()


@dataclass
class _Retelling:
    line: MainLine
    present: CurrentState
    gaps: list[str] = field(default_factory=list)

    def timeline(self) -> Timeline:
        """Everything that can be told."""
        line, present = self.line, self.present
        repository = line.past.repository
        if repository.shallow:
            self.gaps.append(_SHALLOW)
        halts = self._told("the progress over time", lambda: samples(line)) or []
        aged = self._told("the age of findings", lambda: dict(ages(line, present, halts)))
        done = self._told("what commits did", lambda: contributions(line, present.projects))
        differing = self._told("the state of the worktree", lambda: tuple(self._differing()))
        self.gaps += self._told("what is left out", lambda: list(line.left_out())) or []
        touching = len(line.touching) if halts else 0
        if touching > len(halts):
            self.gaps.append(_few(touching))
        return Timeline(
            head=repository.commit(line.head),
            samples=tuple(map(sample, halts)),
            touching=touching,
            ages=aged or {},
            contributions=done,
            differing=differing or (),
            gaps=tuple(self.gaps),
        )

    def _told(self, what: str, tell: Callable[[], T]) -> T | None:
        """What is told; None where git cannot, which is said."""
        try:
            return tell()
        except CannotCheckError as error:
            self.gaps.append(f"{what} cannot be told: {error.message}; {error.remedy}")
            return None

    def _differing(self) -> Iterator[str]:
        """The documents that are not as they are in HEAD."""
        there, tree = self.line.end, self.present.tree
        for path in sorted(_papers(self.present.projects) | _papers(projects_of(there))):
            if _text(tree, path) != _text(there.tree, path):
                yield path


def _few(touching: int) -> str:
    return (
        f"the documents were read at {MOST_STOPS} of the {touching:,} commits that touched them: "
        "a finding may be a little older than it says"
    )


def _papers(projects: Iterable[Project]) -> set[str]:
    """The paths of all documents, and of the files that record approvals."""
    papers = set()
    for project in projects:
        papers |= {document.path for document in project.all_documents()}
        papers |= {it.at.path for spec in project.specs for it in spec.approval.records}
    return papers


def _text(tree: Tree, path: str) -> str | None:
    try:
        return read_text(tree, path)
    except UnreadableFileError:
        return None
