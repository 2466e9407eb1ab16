"""The timeline of a checked worktree, and the evidence of one spec."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from aos_check.git import Repository, find_top
from aos_check.history.commit_reader import CommitReader
from aos_check.history.snapshots import Snapshots
from aos_check.history.timeline.commit_times import time_of
from aos_check.history.timeline.evidence import find_evidence
from aos_check.history.timeline.main_line import CurrentState
from aos_check.history.timeline.record import FactKind, Gap, Timeline
from aos_check.history.timeline.summary import summarize
from aos_check.judging.check_input import CheckInput
from aos_check.judging.input.policies import commit_policy_of
from aos_check.judging.judge import find_reported
from aos_check.model.errors import CannotCheckError
from aos_check.model.finding import Finding, Report
from aos_check.model.project import Project
from aos_check.model.tree import Tree
from aos_check.reporters.status import Overview


def timeline_of(opened: CheckInput, found: Report) -> Timeline:
    """The timeline up to HEAD; without a history, an empty one with the reason."""
    if opened.top is None or find_top(opened.top) is None:
        return _unknown("there is no repository, so there is no history")
    try:
        with Repository.open(opened.top) as repository:
            return _read(repository, opened, found)
    except CannotCheckError as error:
        return _unknown(f"the history is not known: {error.message}", error.remedy)


def _unknown(reason: str, remedy: str = "") -> Timeline:
    return Timeline(gaps=(Gap(FactKind.HISTORY, reason, remedy),))


def with_evidence(overview: Overview, opened: CheckInput) -> Overview:
    """The overview with the evidence of the done tasks of its only spec."""
    (progress,) = overview.all_progress
    top, spec = opened.top, progress.spec
    if top is None or find_top(top) is None:
        return overview
    try:
        with Repository.open(top) as repository:
            head = repository.head()
            if head is None:
                return overview._replace(gap="there are no commits yet")
            reader = _reader(repository, opened)
            found = find_evidence(reader, head, opened.specs, [spec])
            return overview._replace(evidence=found[spec.path])
    except CannotCheckError as error:
        return overview._replace(gap=error.message)


def _reader(repository: Repository, opened: CheckInput) -> CommitReader:
    head = repository.head()
    # No rule on commits runs here. With this day, the same history gives the same page.
    today = time_of(repository.commit(head)).date() if head else date.min
    snapshots = Snapshots(repository, opened.sources)
    return CommitReader(snapshots, commit_policy_of(opened.config), today)


def _read(repository: Repository, opened: CheckInput, found: Report) -> Timeline:
    reader = _reader(repository, opened)

    def check(projects: Sequence[Project], tree: Tree) -> Sequence[Finding]:
        return find_reported(opened.of(tree, projects))

    counting = [finding for finding in found.findings if finding.counts]
    present = CurrentState(opened.projects, opened.tree, counting, check)
    return summarize(reader, present, opened.config.adopted)
