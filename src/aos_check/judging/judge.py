"""A check from its request to its report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from aos_check.judging.check_input import CheckInput
from aos_check.judging.input.worktree import open_projects
from aos_check.judging.plugins import rules_of
from aos_check.judging.report import baseline
from aos_check.judging.report.checking import check
from aos_check.judging.report.findings import limited
from aos_check.judging.request import CheckRequest
from aos_check.judging.selection import choose, severities_of
from aos_check.model.errors import CannotCheckError
from aos_check.model.finding import Report


@dataclass(frozen=True, slots=True)
class Modes:
    """The tree or commits to check: at most one of these, by default the worktree."""

    staged: bool = False
    commit: str | None = None
    range: str | None = None
    since: str | None = None
    message_file: Path | None = None


def open_subject(request: CheckRequest, modes: Modes) -> CheckInput:
    """Read the worktree, the index or the commits."""
    if not (modes.staged or modes.commit or modes.range or modes.since):
        if modes.message_file:
            raise CannotCheckError(
                "--message-file is not for the worktree", "pass --staged or --range with it"
            )
        if request.config_from:
            raise CannotCheckError(
                "--config-from is not for the worktree",
                "pass --staged, --commit or --range with it",
            )
        return open_projects(request)
    from aos_check.judging.input.revisions import RevisionReader

    revisions = RevisionReader(request)
    if modes.staged:
        return revisions.staged(modes.message_file)
    if modes.commit:
        return revisions.commit(modes.commit)
    return revisions.range(modes.range or f"{modes.since}..HEAD", modes.message_file)


def judge(opened: CheckInput, *, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> Report:
    """The report by the selected rules, without the findings of the baseline."""
    report = find_all(opened, select=select, ignore=ignore)
    # Limited after the baseline is applied, so that known findings do not displace new ones.
    if known := opened.baseline:
        report = baseline.apply(report, baseline.known(known.content, known.name))
    return limited(report)


def find_all(
    opened: CheckInput, *, select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> Report:
    """The report by the selected rules, with the findings of the baseline."""
    rules = rules_of(opened.config)
    report = check(
        opened.subject,
        choose(rules, opened.config, select=select, ignore=ignore),
        tree=opened.tree,
        severities=severities_of(rules, opened.layouts, opened.config),
        mode=opened.mode,
        allowed=opened.allowed,
    )
    return replace(report, notes=opened.notes)
