"""Finds the age of each current finding, and the number of findings over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from aos_check.history.timeline.main_line import CurrentState, MainLine, SampledCommit
from aos_check.history.timeline.record import Age, FindingCounts
from aos_check.model.document import Document, Role
from aos_check.model.finding import Finding, Severity
from aos_check.model.project import Project
from aos_check.reading.document import Reading, read_document
from aos_check.reading.layouts import Artifact
from aos_check.reading.project import projects_of
from aos_check.reading.references import Paths
from aos_check.reading.snapshot import Snapshot

_BROKEN_LINK, _NAMED_FILE = "DOC003", "TASK014"
NEED_FILES = frozenset({_BROKEN_LINK, _NAMED_FILE})
"""The rules that need all files of a tree. A snapshot of the history contains only documents."""


class PastFindings(NamedTuple):
    """The findings at a sample: those that still exist, by fingerprint, and all in numbers.

    The numbers leave out the findings of the rules that need all files.
    """

    sample: SampledCommit
    kept: frozenset[str]
    counts: FindingCounts


def findings_at(
    line: MainLine, present: CurrentState, samples: Sequence[SampledCommit]
) -> list[PastFindings]:
    """The findings of today's rules at each sample."""
    current = {finding.fingerprint for finding in present.findings}
    found = []
    for sample in samples:
        findings = _found_at(sample, line, present)
        kept = current.intersection(it.fingerprint for it in findings)
        found.append(PastFindings(sample, frozenset(kept), counts_of(findings)))
    return found


def counts_of(findings: Iterable[Finding]) -> FindingCounts:
    """The numbers of findings that count, without those of the rules that need all files."""
    found = Counter(it.severity for it in findings if it.counts and it.code not in NEED_FILES)
    return FindingCounts(*(found[severity] for severity in Severity))


def ages(
    line: MainLine, present: CurrentState, past: Sequence[PastFindings]
) -> Iterator[tuple[str, Age]]:
    """The age of each finding by its fingerprint, unless no sample could show it.

    A finding dates from the sample since which every sample has had it.
    """
    if not past:
        return
    left = {it.fingerprint for it in present.findings if it.code != _NAMED_FILE}
    later: SampledCommit | None = None
    for sample, kept, _ in reversed(past):
        for fingerprint in left - kept:
            yield fingerprint, Age(later.when.date() if later else None)
        left, later = left & kept, sample
    first = past[0].sample
    whole = line.from_the_first and first.record.id == line.main[0].id
    for fingerprint in left:
        yield fingerprint, Age(first.when.date(), at_least=not whole)


def _found_at(sample: SampledCommit, line: MainLine, present: CurrentState) -> Sequence[Finding]:
    projects = projects_of(sample.snapshot)
    wanted = {it.problem.at.path for it in present.findings if it.code == _BROKEN_LINK}
    if wanted:
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
