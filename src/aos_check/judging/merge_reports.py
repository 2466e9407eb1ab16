"""One report of several, with each finding once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from aos_check.model.finding import Counts, Finding, Report, Severity


def of_refs(reports: Sequence[Report]) -> Report:
    """One report of several refs, with mostly the same documents and different commits."""
    return _merged(reports, documents=max, commits=sum)


def of_folders(reports: Sequence[Report]) -> Report:
    """One report of several folders, with different documents and the same commits."""
    return _merged(reports, documents=sum, commits=max)


def _merged(
    reports: Sequence[Report],
    *,
    documents: Callable[[Iterable[int]], int],
    commits: Callable[[Iterable[int]], int],
) -> Report:
    if not reports:
        return Report("range", (), (), Counts())
    if len(reports) == 1:
        return reports[0]
    columns = dict(
        zip(Counts._fields, zip(*(it.checked for it in reports), strict=True), strict=True)
    )
    counts = {name: documents(column) for name, column in columns.items()}
    return replace(
        reports[0],
        findings=tuple(_heaviest(it for each in reports for it in each.findings)),
        not_evaluated=tuple(sorted({it for each in reports for it in each.not_evaluated})),
        waived=tuple(sorted({it for each in reports for it in each.waived})),
        notes=tuple(dict.fromkeys(note for each in reports for note in each.notes)),
        checked=Counts(**{**counts, "commits": commits(columns["commits"])}),
    )


def _heaviest(findings: Iterable[Finding]) -> Collection[Finding]:
    """Each finding once, with its highest severity in any report."""
    found: dict[str, Finding] = {}
    for finding in findings:
        other = found.get(finding.fingerprint)
        if other is None or _weight(finding) < _weight(other):
            found[finding.fingerprint] = finding
    return found.values()


def _weight(finding: Finding) -> tuple[bool, int]:
    return finding.baselined, list(Severity).index(finding.severity)
