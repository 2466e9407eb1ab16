"""Merges several reports into one, with each finding once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from aos_check.model.finding import Counts, Finding, Report, Severity


def merge_refs(reports: Sequence[Report]) -> Report:
    """Merge the reports on several refs: mostly the same documents, different commits."""
    return _merged(reports, documents=max, commits=sum)


def merge_folders(reports: Sequence[Report]) -> Report:
    """Merge the reports on several folders: different documents, the same commits."""
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
    counts = {
        name: (commits if name.endswith("commits") else documents)(column)
        for name, column in columns.items()
    }
    return replace(
        reports[0],
        findings=tuple(_most_severe(it for each in reports for it in each.findings)),
        not_evaluated=tuple(sorted({it for each in reports for it in each.not_evaluated})),
        waived=tuple(sorted({it for each in reports for it in each.waived})),
        notes=tuple(dict.fromkeys(note for each in reports for note in each.notes)),
        observing=next((it.observing for it in reports if it.observing), ""),
        trusted=tuple(dict.fromkeys(it for each in reports for it in each.trusted)),
        checked=Counts(**counts),
    )


def _most_severe(findings: Iterable[Finding]) -> Collection[Finding]:
    """Each finding once, with its highest severity in any report; one that fails comes first."""
    found: dict[str, Finding] = {}
    for finding in findings:
        other = found.get(finding.fingerprint)
        if other is None or _rank(finding) < _rank(other):
            found[finding.fingerprint] = finding
    return found.values()


def _rank(finding: Finding) -> tuple[bool, bool, int]:
    return not finding.counts, finding.observed, list(Severity).index(finding.severity)
