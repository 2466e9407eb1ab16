"""Inherited findings: those that stood before the checked change, which never fail a run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from aos_check.model.finding import Finding, Report
from aos_check.model.project import Project
from aos_check.model.rule import Rule, Suppressions
from aos_check.model.spec import Spec


def is_inheritable(rule: Rule) -> bool:
    """True for a rule on documents. Rules on changes and commits check the change itself."""
    return rule.judges in (Project, Spec, Suppressions)


def apply(report: Report, before: Iterable[Sequence[Finding]]) -> Report:
    """The report with `inherited` set on findings that have a match before the change.

    `before` has the earlier findings, once for each parent of a merge. New findings come first.
    """
    matched = {it for earlier in before for it in _matched(report.findings, earlier)}
    marked = [replace(it, inherited=id(it) in matched) for it in report.findings]
    return replace(report, findings=tuple(sorted(marked, key=lambda it: it.inherited)))


def moved(finding: Finding, renamed: Mapping[str, str]) -> Finding:
    """The finding in the new place of its file."""
    at = finding.problem.at
    place = at._replace(path=renamed.get(at.path, at.path))
    return replace(finding, problem=finding.problem._replace(at=place))


def _matched(findings: Sequence[Finding], earlier: Sequence[Finding]) -> set[int]:
    """The ids of the findings with a match; each earlier finding matches one.

    Of several alike, those in the same file match first: the new one is in another file.
    """
    matched: set[int] = set()
    used: set[int] = set()
    for likeness in _LIKENESSES:
        left = [it for it in findings if id(it) not in matched]
        unused = [it for it in earlier if id(it) not in used]
        for now, then in _pairs(left, unused, likeness):
            matched.add(id(now))
            used.add(id(then))
    return matched


_LIKENESSES: tuple[Callable[[Finding], object], ...] = (
    lambda it: (it.likeness, it.problem.at.path),
    lambda it: (it.code, it.problem.at.path, it.source),  # in a spec that was renamed
    lambda it: it.likeness,
)


def _pairs(
    findings: Iterable[Finding], earlier: Iterable[Finding], likeness: Callable[[Finding], object]
) -> Iterator[tuple[Finding, Finding]]:
    """Findings and earlier ones with the same likeness and severity, and no fewer related places.

    A finding with more places than before has become worse, so it is new.
    """
    known: dict[object, list[Finding]] = defaultdict(list)
    for each in sorted(earlier, key=_places):
        known[likeness(each), each.severity].append(each)
    for finding in sorted(findings, key=_places, reverse=True):
        alike = known[likeness(finding), finding.severity]
        if alike and _places(alike[-1]) >= _places(finding):
            yield finding, alike.pop()


def _places(finding: Finding) -> int:
    return len(finding.problem.related)
