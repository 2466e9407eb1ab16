"""Since when the findings of today are there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from aos_check.history.timeline.past import Line, Present
from aos_check.history.timeline.record import Age
from aos_check.history.timeline.samples import Stop
from aos_check.model.project import Document, Project, Role
from aos_check.reading.document import Reading, read_document
from aos_check.reading.layouts import Artifact
from aos_check.reading.project import projects_of
from aos_check.reading.references import Paths
from aos_check.reading.snapshot import Moment

LINKS = "DOC003"
"""The rule on what documents point to: it needs to know every file of a tree."""


def ages(line: Line, present: Present, stops: Sequence[Stop]) -> Iterator[tuple[str, Age]]:
    """The age of each finding by its fingerprint: how far back it was there at every stop.

    Nobody looks further back than the oldest of them goes.
    """
    if not stops:
        return
    left = {finding.fingerprint for finding in present.findings}
    later: Stop | None = None
    for stop in reversed(stops):
        there = left.intersection(_found_at(stop, line, present)) if left else left
        for fingerprint in left - there:
            yield fingerprint, Age(later.when.date() if later else None)
        left, later = there, stop
    for fingerprint in left:
        yield fingerprint, Age(stops[0].when.date(), at_least=not line.from_the_first)


def _found_at(stop: Stop, line: Line, present: Present) -> Collection[str]:
    projects = projects_of(stop.moment)
    wanted = {it.problem.at.path for it in present.findings if it.code == LINKS}
    if wanted:
        # What was read of history knows no other files than documents.
        files = Paths(line.past.repository.commit_tree(stop.record.id).paths())
        projects = tuple(_with_links(each, stop.moment, files, wanted) for each in projects)
    return present.judge(projects, stop.moment.tree)


def _with_links(project: Project, moment: Moment, files: Paths, wanted: Collection[str]) -> Project:
    """The project, with what the wanted documents point to judged by the files of that time."""

    def judged(documents: Iterable[Document]) -> tuple[Document, ...]:
        return tuple(
            _judged(each, moment, files) if each.path in wanted else each for each in documents
        )

    specs = tuple(spec._replace(documents=judged(spec.documents)) for spec in project.specs)
    return project._replace(documents=judged(project.documents), specs=specs)


def _judged(document: Document, moment: Moment, files: Paths) -> Document:
    read = read_document(moment.page(document.path), _ANY, Reading(files))
    return document._replace(broken_links=read.broken_links)


_ANY = Artifact(role=Role.OTHER, paths=())
