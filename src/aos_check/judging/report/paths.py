"""The part of a report that is about some files and folders."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from aos_check.model.finding import MESSAGE, Finding, Report


def narrowed(report: Report, paths: Collection[str]) -> Report:
    """The report with the findings in these paths; with all of them if there are no paths."""
    findings = tuple(finding for finding in report.findings if is_within(finding, paths))
    return replace(report, findings=findings, paths=tuple(paths))


def is_within(finding: Finding, paths: Collection[str]) -> bool:
    """True if the finding is in one of these paths, or in none because it has no path."""
    place = finding.problem.at.path
    return (
        not paths
        or place == MESSAGE
        or any(path == "." or f"{place}/".startswith(f"{path}/") for path in paths)
    )
