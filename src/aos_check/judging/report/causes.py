"""One cause, one finding: the same defect in many places is reported at the first of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from aos_check.model.finding import Finding, Related


def one_per_cause(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the first finding of each cause, with the others as related places."""
    groups: dict[object, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(_group(finding), []).append(finding)
    for first, *others in groups.values():
        places = [Related(it.problem.at, it.problem.message) for it in others]
        related = (*first.problem.related, *places)
        yield replace(first, problem=first.problem._replace(related=related)) if places else first


def _group(finding: Finding) -> object:
    """A value that two findings share when they become one. Old and new ones stay apart."""
    if not finding.problem.cause:
        return id(finding)
    state = finding.severity, finding.baselined, finding.inherited
    return finding.code, finding.problem.cause, finding.commit, state
