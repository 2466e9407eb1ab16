"""Limits of a report: short sentences, and a bounded number of findings that are alike."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from aos_check.model.finding import Finding, Problem, Report, Severity, Unjudged
from aos_check.model.wording import counted, shortened

MAX_ALIKE = 200
"""The most findings of one rule that are listed in one document."""


def brief(problem: Problem) -> Problem:
    """Return the problem with all its sentences shortened; what they quote may be of any length."""
    related = (other._replace(message=shortened(other.message)) for other in problem.related)
    return problem._replace(
        message=shortened(problem.message), help=shortened(problem.help), related=tuple(related)
    )


def listed(report: Report) -> Report:
    """Return the report with at most MAX_ALIKE findings of one rule in one document.

    The most severe ones stay, so the outcome of the run is the same.
    """
    groups: dict[tuple[str, str, bool], list[tuple[int, Finding]]] = defaultdict(list)
    for position, finding in enumerate(report.findings):
        groups[finding.code, finding.problem.at.path, finding.baselined].append((position, finding))
    kept: list[tuple[int, Finding]] = []
    unlisted: list[Unjudged] = []
    for (code, path, _), group in groups.items():
        kept += sorted(group, key=lambda each: _SEVERITIES.index(each[1].severity))[:MAX_ALIKE]
        if (more := len(group) - MAX_ALIKE) > 0:
            where = f"in {path or 'commit messages'} {'is' if more == 1 else 'are'} not listed"
            unlisted.append(Unjudged(code, f"{counted(more, 'more finding')} {where}"))
    return replace(
        report,
        findings=tuple(finding for _, finding in sorted(kept, key=lambda each: each[0])),
        not_evaluated=tuple(sorted({*report.not_evaluated, *unlisted})),
    )


_SEVERITIES = tuple(Severity)
