"""Finds the errors that a project would have refused since it began to observe."""

from __future__ import annotations

from collections.abc import Sequence

from aos_check.history.adoption import adopted_at
from aos_check.judging.check_input import CheckInput
from aos_check.judging.input.revisions import CommitSpan, RevisionReader
from aos_check.judging.input.worktree import open_projects
from aos_check.judging.judge import judge
from aos_check.judging.request import CheckRequest, closing_request
from aos_check.judging.settings import Config
from aos_check.model.finding import Finding


def would_have_failed(config: Config) -> Sequence[Finding]:
    """The errors that the commits have brought since the project observes."""
    with closing_request() as request:
        return [it for it in judge(_since(config.observe, request)).findings if it.would_fail]


def _since(day: str | None, request: CheckRequest) -> CheckInput:
    """Every commit since the day, and what they have changed together."""
    reader = RevisionReader(request)
    tip = reader.repository.head()
    if tip is None:
        return open_projects(request)
    start = adopted_at(reader.repository, day, tip)
    return reader.each_and_whole(CommitSpan(tip, (start,) if start else (), start), pushed=True)
