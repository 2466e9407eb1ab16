"""What the history of a worktree tells about the specs and findings of today."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from aos_check.git import Repository, find_top
from aos_check.history.ranges import CommitJudge
from aos_check.history.timeline import CurrentState, ReplayedHistory, summarize
from aos_check.history.timeline.record import Timeline, time_of
from aos_check.judging.check_input import CheckInput
from aos_check.judging.judge import find_all
from aos_check.judging.policies import commit_policy_of
from aos_check.model.errors import CannotCheckError
from aos_check.model.finding import Report
from aos_check.model.project import Project
from aos_check.model.tree import Tree


def timeline_of(opened: CheckInput, found: Report) -> Timeline:
    """The timeline up to HEAD; where there is none, an empty one that says why."""
    if opened.top is None or find_top(opened.top) is None:
        return Timeline(gaps=("there is no repository: nothing can be told of the past",))
    try:
        with Repository.open(opened.top) as repository:
            return _read(repository, opened, found)
    except CannotCheckError as error:
        return Timeline(gaps=(f"nothing can be told of the past: {error.message}",))


def _read(repository: Repository, opened: CheckInput, found: Report) -> Timeline:
    head = repository.head()
    # No rule on commits is asked here: with this day, the same history gives the same page.
    today = time_of(repository.commit(head)).date() if head else date.min
    history = CommitJudge(repository, opened.sources, commit_policy_of(opened.config), today)
    homes = {name for layout in opened.sources.known for name in layout.homes}
    past = ReplayedHistory(repository, history, homes, opened.config.enforce_since)

    def judged(projects: Sequence[Project], tree: Tree) -> Collection[str]:
        subject = replace(opened.subject, projects=projects)
        then = replace(opened, projects=tuple(projects), subject=subject, tree=tree)
        return {finding.fingerprint for finding in find_all(then).findings}

    counting = [finding for finding in found.findings if not finding.baselined]
    return summarize(past, CurrentState(opened.projects, opened.tree, counting, judged))
