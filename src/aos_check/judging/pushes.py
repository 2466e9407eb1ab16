"""What a push brings: the refs that it moves become spans of commits, and one report."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from aos_check.git import Repository
from aos_check.judging import pushed_refs as refs
from aos_check.judging.check_input import CheckInput, CheckRequest
from aos_check.judging.merge_reports import of_refs
from aos_check.judging.pushed_refs import Update
from aos_check.judging.revisions import CommitSpan, RevisionReader
from aos_check.model.finding import Report

Judge: TypeAlias = "Callable[[CheckInput], Report]"
"""Makes a report of what was read."""


def outgoing(remote: str, request: CheckRequest, judge: Judge) -> Report:
    """The report on what leaves this repository for `remote`."""
    revisions = RevisionReader(request)
    # git names the remote to its hook; pre-commit, which has read the refs already, does not.
    told = {} if remote or "PRE_COMMIT" not in os.environ else os.environ
    name = remote or told.get("PRE_COMMIT_REMOTE_NAME", "")
    if told and not name:
        return judge(revisions.range(refs.asked_for(told)))
    updates = [refs.passed_on(told)] if told else refs.outgoing()
    known = revisions.repository.tips(f"refs/remotes/{name}")
    spans = _spans(revisions.repository, updates, known)
    return of_refs([_report(revisions, span, judge) for span in spans])


def incoming(request: CheckRequest, judge: Judge) -> Report:
    """The report on what comes to this repository, each ref by the rules it builds on."""
    repository = RevisionReader(request).repository
    reports = []
    for span in _spans(repository, refs.incoming(), repository.tips("refs")):
        trusted = _where_it_left(repository, span.tip) or span.base or span.tip
        judged = RevisionReader(request._replace(config_from=trusted))
        reports.append(_report(judged, span, judge))
    return of_refs(reports)


def _where_it_left(repository: Repository, tip: str) -> str | None:
    """Where the history of `tip` leaves the default branch.

    Not what the ref held before: one push could loosen the rules of a branch, and the next one
    bring what they forbid.
    """
    head = repository.head()
    return repository.common(head, tip) if head else None


def _spans(
    repository: Repository, updates: Sequence[Update], known: Sequence[str]
) -> Sequence[CommitSpan]:
    """The commits that are new, of each ref; two refs that bring the same, as a tag, are one."""
    olds = [old for update in updates if update.old and (old := repository.find(update.old))]
    without = tuple(sorted({*known, *olds}))
    spans: dict[tuple[str, str | None], CommitSpan] = {}
    # A branch first: its name may be the spec's that a bare `Task: 1` means.
    for update in sorted(updates, key=lambda it: not it.branch):
        if span := span_of(repository, update, without):
            spans.setdefault((span.tip, span.base), span)
    return list(spans.values())


def span_of(repository: Repository, update: Update, without: tuple[str, ...]) -> CommitSpan | None:
    """The commits of one ref that are new; None where there are none."""
    tip = repository.find(update.new) if update.new else None
    if tip is None:  # a ref that goes, or a tag of something that is no commit
        return None
    first = next(iter(repository.commits([tip], without)), None)
    if first is None:
        return None
    old = repository.find(update.old) if update.old else None
    if old is None or not repository.is_ancestor(old, tip):
        # What a branch that was rebased takes from others is no part of its change.
        old = first.parent
    return CommitSpan(tip, without, old, update.branch)


def _report(revisions: RevisionReader, span: CommitSpan, judge: Judge) -> Report:
    """The report on one ref; a document stands there as its last commit has it, not as on disk."""
    report = judge(revisions.judged(span, pushed=True))
    findings = (replace(it, commit=it.commit or span.tip) for it in report.findings)
    return replace(report, findings=tuple(findings))
