"""A check from its request to its report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from aos_check.judging import trust
from aos_check.judging.check_input import CheckInput, Earlier
from aos_check.judging.fixing import FIXABLE
from aos_check.judging.input.worktree import open_projects
from aos_check.judging.plugins import rules_of
from aos_check.judging.report import baseline, inherited
from aos_check.judging.report.causes import one_per_cause
from aos_check.judging.report.checking import check
from aos_check.judging.report.findings import limited
from aos_check.judging.report.inherited import is_inheritable
from aos_check.judging.report.paths import is_within, narrowed
from aos_check.judging.request import CheckRequest
from aos_check.judging.selection import Selection, choose, severities_of
from aos_check.model.errors import CannotCheckError
from aos_check.model.finding import Finding, Report
from aos_check.model.rule import Suppressions


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
    if request.live:
        raise CannotCheckError(
            "--live is for the worktree, because a bucket has no history of commits",
            "leave it out, or check the worktree",
        )
    from aos_check.judging.input.revisions import RevisionReader

    revisions = RevisionReader(request)
    if modes.staged:
        return revisions.staged(modes.message_file)
    if modes.commit:
        return revisions.commit(modes.commit)
    return revisions.range(modes.range or f"{modes.since}..HEAD", modes.message_file)


def judge(
    opened: CheckInput,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    paths: Sequence[str] = (),
) -> Report:
    """The report by the selected rules, with the known findings marked.

    Everything is checked, but only the findings in `paths` are listed, if there are any.
    """
    rules = rules_of(opened.config)
    selection = choose(rules, opened.config, select=select, ignore=ignore)
    whole = judged(opened, selection)
    report = _with_fixes(narrowed(whole, paths), whole, opened, selection)
    # After the check, because reading the commits adds notes.
    notes = (*opened.notes(), *trust.dates(opened.config), *_silent(opened))
    report = replace(report, notes=notes, trusted=tuple(trust.approvers(opened.config)))
    if day := opened.config.observe:
        observed = tuple(replace(it, observed=True) for it in report.findings)
        report = replace(report, findings=observed, observing=day)
    # Known findings are marked first, so that they do not displace new ones.
    return limited(replace(report, findings=tuple(one_per_cause(report.findings))))


def _with_fixes(report: Report, whole: Report, opened: CheckInput, selection: Selection) -> Report:
    """The report with its fixes, which bring no finding of any configured rule anywhere.

    `whole` is the report with the findings outside of its paths.
    """
    if opened.snapshot is None or not any(finding.code in FIXABLE for finding in report.findings):
        return report
    from aos_check.judging.fixing.verifying import FixFinder

    own = {rule.code for rule in selection.rules}
    configured = choose(rules_of(opened.config), opened.config)
    others = [rule for rule in configured.rules if rule.code not in own]
    wide = selection._replace(rules=(*selection.rules, *others))
    finder = FixFinder(
        partial(judged, selection=wide),
        lambda it: it.code in own and is_within(it, report.paths),
    )
    fixes = finder.find(opened, judged(opened, wide) if others else whole)
    fixed = {fix.finding.fingerprint for fix in fixes.made}
    findings = tuple(replace(it, fixable=it.fingerprint in fixed) for it in report.findings)
    return replace(report, findings=findings, fixes=fixes)


def _silent(opened: CheckInput) -> Iterator[str]:
    """The homes and specs in which nothing is read. A check of one commit is not about them."""
    if opened.mode in ("worktree", "range"):
        texts = [mark.text for project in opened.projects for mark in project.silent]
        yield from texts[:_MOST_SILENT]
        if (more := len(texts) - _MOST_SILENT) > 0:
            yield f"nothing is read in {more} more homes or specs: see `aos-check layouts`"


_MOST_SILENT = 5


def judged(opened: CheckInput, selection: Selection) -> Report:
    """Every finding of the rules, with those in the baseline and the inherited ones marked."""
    report = _checked(opened, selection)
    if known := opened.baseline:
        report = baseline.apply(report, baseline.known(known.content, known.name))
    if opened.before and opened.config.inherited == "show":
        report = _with_inherited(report, opened, selection)
    return report


def find_all(opened: CheckInput) -> Sequence[Finding]:
    """Every finding of the configured rules, known or not."""
    return _checked(opened, choose(rules_of(opened.config), opened.config)).findings


def find_reported(opened: CheckInput) -> list[Finding]:
    """The findings of the configured rules as a report shows them, one per cause."""
    selection = choose(rules_of(opened.config), opened.config)
    return list(one_per_cause(judged(opened, selection).findings))


def _checked(opened: CheckInput, selection: Selection) -> Report:
    return check(
        opened.subject,
        selection,
        tree=opened.tree,
        severities=severities_of(rules_of(opened.config), opened.layouts, opened.config),
        mode=opened.mode,
        allowed=opened.allowed,
    )


def _with_inherited(report: Report, opened: CheckInput, selection: Selection) -> Report:
    """The report with the findings marked that stood before the change.

    Only the rules that found something are asked about the earlier documents.
    """
    found = {finding.code for finding in report.findings if finding.counts}
    # An unused suppression shows only after all other rules.
    every = any(rule.judges is Suppressions and rule.code in found for rule in selection.rules)
    asked = [it for it in selection.rules if is_inheritable(it) and (every or it.code in found)]
    if not found.intersection(rule.code for rule in asked):
        return report
    others = [rule for rule in selection.rules if rule not in asked]
    narrowed = selection._replace(rules=asked, left_out=[*selection.left_out, *others])
    return inherited.apply(
        report, [_findings_before(opened, read(), narrowed) for read in opened.before]
    )


def _findings_before(
    opened: CheckInput, earlier: Earlier, selection: Selection
) -> Sequence[Finding]:
    """The findings of the earlier documents, each in the present place of its file."""
    report = _checked(opened.of(earlier.tree, earlier.projects), selection)
    return [inherited.moved(finding, earlier.renamed) for finding in report.findings]
