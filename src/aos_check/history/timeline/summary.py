"""Summarizes the history of the current specs and findings as a timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from aos_check.history.authorship import Authorship
from aos_check.history.commit_reader import CommitReader
from aos_check.history.timeline.ages import ages, findings_at
from aos_check.history.timeline.contributions import work_of
from aos_check.history.timeline.ending import HistoryEnd
from aos_check.history.timeline.evidence import evidence_of
from aos_check.history.timeline.main_line import (
    MAX_SAMPLES,
    CurrentState,
    MainLine,
    SampledCommit,
)
from aos_check.history.timeline.record import FactKind, Gap, Timeline, Work
from aos_check.history.timeline.stages import with_older_records
from aos_check.model.errors import CannotCheckError
from aos_check.model.evidence import Evidence
from aos_check.model.forge import forge_of
from aos_check.model.project import Project
from aos_check.model.spec import Spec
from aos_check.model.tree import Tree
from aos_check.model.wording import counted
from aos_check.reading.page import UnreadableFileError, read_text
from aos_check.reading.project import projects_of

T = TypeVar("T")

_FETCH = "fetch them with `git fetch --refetch --no-filter`"
_NO_COMMITS = Gap(FactKind.HISTORY, "there are no commits yet, so there is no history")
_SHALLOW = Gap(
    FactKind.HISTORY,
    "the history is shallow, and earlier commits are not known",
    "fetch all of it with `git fetch --unshallow`",
)


class _Attempts:
    """Finds facts. For each that git cannot find, it adds a gap to the known ones."""

    def __init__(self, gaps: Iterable[Gap]) -> None:
        self.gaps = list(gaps)

    def find(self, fact: FactKind, what: str, find: Callable[[], T]) -> T | None:
        """The result; None if git fails."""
        try:
            return find()
        except CannotCheckError as error:
            self.gaps.append(Gap(fact, f"{what} is not known: {error.message}", error.remedy))
            return None


def summarize(reader: CommitReader, present: CurrentState, since: str | None = None) -> Timeline:
    """The timeline up to HEAD. Its gaps name the facts that cannot be found."""
    repository = reader.repository
    head = repository.head()
    if head is None:
        return Timeline(gaps=(_NO_COMMITS,))
    line = MainLine(reader.snapshots, head, since)
    attempts = _Attempts([_SHALLOW] if repository.shallow else [])
    attempt = attempts.find
    known = attempt(FactKind.PROGRESS, "the progress over time", lambda: line.samples) or []
    samples = [sample for sample in known if sample.is_complete]
    past = attempt(
        FactKind.FINDINGS,
        "the age and the number of findings over time",
        lambda: findings_at(line, present, samples),
    )
    counts = {it.sample.record.id: it.counts for it in past or ()}
    specs = [spec for project in present.projects for spec in project.specs]
    work = attempt(FactKind.WORK, "the work of each commit", lambda: _work(reader, line, specs))
    evidence = attempt(
        FactKind.EVIDENCE, "the evidence of tasks", lambda: _evidence(reader, head, specs, work)
    )
    differing = attempt(
        FactKind.WORKTREE, "the state of the worktree", lambda: tuple(_differing(line, present))
    )
    left_out = attempt(FactKind.WORK, "the range of commits", lambda: list(line.left_out())) or []
    touching = len(line.touching) if samples else 0
    return Timeline(
        head=repository.commit(head),
        samples=tuple(it.progress()._replace(findings=counts.get(it.record.id)) for it in samples),
        touching=touching,
        ages=dict(ages(line, present, past or ())),
        work=work,
        evidence=evidence,
        differing=differing or (),
        gaps=(*attempts.gaps, *left_out, *_incomplete(reader, known, touching)),
        forge=forge_of(repository.remote_url()),
    )


def _work(reader: CommitReader, line: MainLine, specs: Sequence[Spec]) -> Work:
    work = work_of(reader, line.counting, line.end, specs)
    witness = Authorship(reader.repository, line.head)
    return work._replace(lives=with_older_records(work.lives, specs, witness))


def _incomplete(
    reader: CommitReader, known: Sequence[SampledCommit], touching: int
) -> Iterator[Gap]:
    """The gaps of what was read in part."""
    if missing := sum(not sample.is_complete for sample in known):
        documents = f"documents of {counted(missing, 'commit')} are missing from this partial clone"
        yield Gap(FactKind.PROGRESS, documents, _FETCH)
        yield Gap(FactKind.FINDINGS, documents, _FETCH)
    yield from (Gap(FactKind.WORK, reason, _FETCH) for reason in reader.snapshots.gaps)
    if touching > len(known):
        reason = (
            f"the documents were read at {MAX_SAMPLES} of the {touching:,} commits that touched "
            "them: a finding may be a little older than stated"
        )
        yield Gap(FactKind.FINDINGS, reason)


def _evidence(
    reader: CommitReader,
    head: str,
    specs: Iterable[Spec],
    work: Work | None,
) -> dict[str, tuple[Evidence, ...]] | None:
    """The evidence of each done task, by the path of its spec; None if no commits are known."""
    if work is None:
        return None
    ending = HistoryEnd(reader.repository, head)
    return {
        spec.path: tuple(evidence_of(spec, work.contributions.get(spec.path, ()), ending))
        for spec in specs
    }


def _differing(line: MainLine, present: CurrentState) -> Iterator[str]:
    """The documents that differ from HEAD."""
    committed = line.end
    for path in sorted(_documents(present.projects) | _documents(projects_of(committed))):
        if _text(present.tree, path) != _text(committed.tree, path):
            yield path


def _documents(projects: Iterable[Project]) -> set[str]:
    """The paths of all documents, and of the files that record approvals."""
    paths = set()
    for project in projects:
        paths |= {document.path for document in project.all_documents()}
        paths |= {it.at.path for spec in project.specs for it in spec.approval.records}
    return paths


def _text(tree: Tree, path: str) -> str | None:
    try:
        return read_text(tree, path)
    except UnreadableFileError:
        return None
