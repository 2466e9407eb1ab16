"""One cause, one finding: the same defect in many places is reported at the first of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from aos_check.model.finding import Finding, Related

MAX_PLACES = 200
"""The most places of other findings that one finding lists."""


def one_per_cause(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the first finding of each cause, with the others as related places."""
    groups: dict[object, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(_group(finding), []).append(finding)
    for group in groups.values():
        yield _joined(group) if group[1:] else group[0]


def _joined(group: list[Finding]) -> Finding:
    first, *others = group
    problem = first.problem
    places = (Related(it.problem.at, it.problem.message) for it in others)
    return replace(
        first,
        problem=problem._replace(
            message=f"{problem.message} (and {len(others)} more like it)",
            related=(*islice(places, MAX_PLACES), *problem.related),
        ),
    )


def _group(finding: Finding) -> object:
    """A value that two findings share when they become one. Old and new ones stay apart."""
    if not finding.problem.cause:
        return id(finding)
    state = finding.severity, finding.baselined, finding.inherited
    return finding.code, finding.problem.cause, finding.commit, state
