"""What a project that only observes would have refused since it began to."""

from __future__ import annotations

from collections.abc import Sequence

from aos_check.history.adoption import adopted_at
from aos_check.judging.input.revisions import CommitSpan, RevisionReader
from aos_check.judging.input.worktree import open_projects
from aos_check.judging.judge import judge
from aos_check.judging.request import CheckRequest, request_by_the_way
from aos_check.judging.settings import Config
from aos_check.model.finding import Finding


def would_have_failed(config: Config) -> Sequence[Finding]:
    """The errors in the worktree, and in the commits since the project observes."""
    with request_by_the_way() as request:
        found = [*judge(open_projects(request)).findings, *_in_commits(config, request)]
    return [finding for finding in found if finding.would_fail]


def _in_commits(config: Config, request: CheckRequest) -> Sequence[Finding]:
    reader = RevisionReader(request)
    tip = reader.repository.head()
    if tip is None:
        return ()
    start = adopted_at(reader.repository, config.adopted, tip)
    without = (start,) if start else ()
    opened = reader.each_and_whole(CommitSpan(tip, without, start), pushed=True)
    return [finding for finding in judge(opened).findings if finding.commit]
