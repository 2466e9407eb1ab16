"""The commits that a session made, checked as a push of them would be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from aos_check.agent_hook.worktree_snapshot import SessionStart
from aos_check.git import Repository
from aos_check.judging.check_input import CheckInput
from aos_check.judging.input.pushes import Update, span_of
from aos_check.judging.input.revisions import RevisionReader
from aos_check.judging.judge import judge
from aos_check.judging.plugins import rules_of
from aos_check.judging.request import CheckRequest
from aos_check.model.change import Commit
from aos_check.model.finding import Finding, Severity
from aos_check.model.project import Project
from aos_check.reading.approval.records import identity


class SessionCommits:
    """The commits of a branch that the session made."""

    def __init__(self, opened: CheckInput, repository: Repository) -> None:
        self._repository = repository
        self.all = list(opened.subject.commits)
        subject = replace(opened.subject, commits=self.all)
        self._opened = replace(opened, subject=subject, before=())

    def errors(self) -> Iterator[Finding]:
        """The errors that the rules for commits find."""
        others = [it.code for it in rules_of(self._opened.config) if it.judges is not Commit]
        for finding in judge(self._opened, ignore=others).findings:
            if finding.commit and finding.counts and finding.severity is Severity.ERROR:
                yield finding

    def again(self, known: Sequence[str]) -> frozenset[str]:
        """The commits that a rebase made from known ones."""
        return self._repository.made_again(self.all[-1].id, known)

    def approvals(self) -> dict[tuple[str, str], str]:
        """The approvals after the last commit."""
        return approvals_in(self._opened.projects)


def approvals_in(projects: Iterable[Project]) -> dict[tuple[str, str], str]:
    """The path of the spec for each mark, which stays with its spec, and each record."""
    found: dict[tuple[str, str], str] = {}
    for spec in (spec for project in projects for spec in project.specs):
        found |= {(spec.path, mark.text): spec.path for mark in spec.approval.marks}
        found |= {(spec.path, f"approved {name}"): spec.path for name in spec.phases.approved}
        found |= {("", identity(record)): spec.path for record in spec.approval.records}
    return found


def commits_since(
    start: SessionStart, judged: Collection[str], repository: Repository, top: Path
) -> Iterator[SessionCommits]:
    """The new commits of each branch, except the `judged` ones and those that a fetch brought.

    A branch that another worktree has checked out belongs to another session.
    """
    known = repository.and_fetched([*start.known, *judged])
    tips = repository.tips_since(known)
    new = {commit.id for commit in repository.commits(list(tips), known)}
    for tip in repository.independent([tip for tip in tips if tip in new]):
        update = Update(start.head or "", tip, tips[tip], goes_on=True)
        span = span_of(repository, update, tuple(known), start.head)
        reader = RevisionReader(CheckRequest(root=top, allow_empty=True))
        with closing(reader.repository):
            if span:
                yield SessionCommits(reader.each_and_whole(span, pushed=True), repository)
