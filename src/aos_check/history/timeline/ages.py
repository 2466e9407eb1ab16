"""Finds the age of each current finding."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from aos_check.history.timeline.main_line import CurrentState, MainLine, SampledCommit
from aos_check.history.timeline.record import Age
from aos_check.model.document import Document, Role
from aos_check.model.project import Project
from aos_check.reading.document import Reading, read_document
from aos_check.reading.layouts import Artifact
from aos_check.reading.project import projects_of
from aos_check.reading.references import Paths
from aos_check.reading.snapshot import Snapshot

_BROKEN_LINK = "DOC003"  # the rule that needs all files of a tree


def ages(
    line: MainLine, present: CurrentState, samples: Sequence[SampledCommit]
) -> Iterator[tuple[str, Age]]:
    """The age of each finding by its fingerprint.

    A finding dates from the sample since which every sample has had it. The search ends when no
    finding is left.
    """
    if not samples:
        return
    left = {finding.fingerprint for finding in present.findings}
    later: SampledCommit | None = None
    for sample in reversed(samples):
        found = left.intersection(_found_at(sample, line, present)) if left else left
        for fingerprint in left - found:
            yield fingerprint, Age(later.when.date() if later else None)
        left, later = found, sample
    whole = line.from_the_first and samples[0].record.id == line.main[0].id
    for fingerprint in left:
        yield fingerprint, Age(samples[0].when.date(), at_least=not whole)


def _found_at(sample: SampledCommit, line: MainLine, present: CurrentState) -> Collection[str]:
    projects = projects_of(sample.snapshot)
    wanted = {it.problem.at.path for it in present.findings if it.code == _BROKEN_LINK}
    if wanted:
        # A snapshot of the history contains only documents.
        files = Paths(line.repository.commit_tree(sample.record.id).paths())
        projects = tuple(_with_links(each, sample.snapshot, files, wanted) for each in projects)
    return present.check(projects, sample.snapshot.tree)


def _with_links(
    project: Project, snapshot: Snapshot, files: Paths, wanted: Collection[str]
) -> Project:
    """The project, with the links of the wanted documents checked against these files."""

    def checked(documents: Iterable[Document]) -> tuple[Document, ...]:
        return tuple(
            _checked(each, snapshot, files) if each.path in wanted else each for each in documents
        )

    specs = tuple(spec._replace(documents=checked(spec.documents)) for spec in project.specs)
    return project._replace(documents=checked(project.documents), specs=specs)


def _checked(document: Document, snapshot: Snapshot, files: Paths) -> Document:
    read = read_document(snapshot.pages.page(document.path), _ANY, Reading(files))
    return document._replace(broken_links=read.broken_links)


_ANY = Artifact(role=Role.OTHER, paths=())
