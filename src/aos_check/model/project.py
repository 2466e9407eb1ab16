"""A project: the mission, roadmap, decisions and specs below one root."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from aos_check.model.decision import Decision
from aos_check.model.document import Document, Mark, Role, State, StatusLine
from aos_check.model.finding import Place
from aos_check.model.spec import Spec
from aos_check.model.task import Dependency
from aos_check.model.workflow import Workflow


class Milestone(NamedTuple):
    """A roadmap item. `specs` are the ids of the specs that belong to it.

    `depends_on` are the phases that it waits for.
    """

    title: str
    state: State
    at: Place
    phase: str = ""
    effort: str | None = None
    text: str = ""
    specs: tuple[str, ...] = ()
    depends_on: tuple[Dependency, ...] = ()


class Unreadable(NamedTuple):
    """A file that could not be read, and the reason; `conflict`: it has the markers of a merge."""

    text: str
    at: Place
    conflict: bool = False


class Statement(NamedTuple):
    """One place that states the status of a spec, or of a part of the plan such as an epic.

    `about` is its name, the same in every place. `part_of` is the name of what it belongs to, and
    `spec` the path of the spec, if it is one.
    """

    about: str
    status: StatusLine
    part_of: str = ""
    spec: str = ""


class Project(NamedTuple):
    """The artifacts below one root of a tree, read with the layouts found there.

    `expects` are the roles (mission, roadmap) that its layouts require. `documents` are those
    outside all specs; `unreadable` are files that could not be read, with the reason; `workflows`
    are the recorded phases and gates. `bases` are the texts of the requirements, by their names, in
    each document that a spec changes by a delta; None if it cannot be read. `statements` are
    statuses of specs that are not in their documents. `silent` are the homes and specs in which
    nothing is read. `standards` are the paths of the standards for agents, by their paths in the
    folder of standards.
    """

    root: str
    layouts: tuple[str, ...]
    expects: frozenset[Role] = frozenset()
    mission: Document | None = None
    roadmap: Document | None = None
    milestones: tuple[Milestone, ...] = ()
    decisions: tuple[Decision, ...] = ()
    specs: tuple[Spec, ...] = ()
    documents: tuple[Document, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    workflows: tuple[Workflow, ...] = ()
    bases: Mapping[str, Mapping[str, str] | None] = MappingProxyType({})
    statements: tuple[Statement, ...] = ()
    silent: tuple[Mark, ...] = ()
    standards: Mapping[str, str] = MappingProxyType({})

    def all_documents(self) -> Iterator[Document]:
        """Every document of the project and of its specs, each once."""
        return (document for document, _ in self.documents_with_specs())

    def documents_with_specs(self) -> Iterator[tuple[Document, Spec | None]]:
        """Every document with its spec, if it belongs to one."""
        yield from ((document, None) for document in self.documents)
        for spec in self.specs:
            yield from ((document, spec) for document in spec.documents)
