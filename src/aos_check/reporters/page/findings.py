"""Open findings on the page, by how long they have been there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from aos_check.history.timeline.record import Age, Timeline, time_of
from aos_check.model.finding import MESSAGE, Finding, Severity
from aos_check.model.wording import shortened
from aos_check.reporters.page import signs
from aos_check.reporters.page.facts import PageFacts
from aos_check.reporters.page.model import Bar, Bucket, FindingView
from aos_check.reporters.page.words import full

_FIRST = 12
"""How many findings of a bucket are seen at once."""

_MOST = 300
"""How many are listed at all."""

_LIMITS = ((0, "Today"), (6, "This week"), (30, "This month"))
_OLDER, _UNKNOWN = "Older", "Age not known"
_TITLES = (_OLDER, "This month", "This week", "Today", _UNKNOWN)
_WEIGHT = tuple(Severity)


def open_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Those that count: what the baseline excuses does not."""
    return [finding for finding in findings if not finding.baselined]


def buckets(facts: PageFacts, anchors: Mapping[str, str]) -> tuple[Bucket, ...]:
    """The findings that count, the oldest first. `anchors` are by the path of a spec."""
    timeline = facts.timeline
    counting = open_findings(facts.report.findings)
    found: dict[str, list[Finding]] = {title: [] for title in _TITLES}
    for finding in counting:
        found[_title(timeline.ages.get(finding.fingerprint), timeline)].append(finding)
    links = _links(facts, anchors)
    known = [title for title in _TITLES if title != _UNKNOWN]
    shown = [*(known if timeline.ages else []), *([_UNKNOWN] if found[_UNKNOWN] else [])]
    return tuple(_bucket(title, found[title], len(counting), timeline, links) for title in shown)


def _links(facts: PageFacts, anchors: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The name and anchor of each spec by its id, where only one has it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for it in facts.overview.all_progress:
        found.setdefault(it.spec.id, []).append((shortened(it.name, 80), anchors[it.spec.path]))
    return {key: links[0] for key, links in found.items() if len(links) == 1}


def _title(age: Age | None, timeline: Timeline) -> str:
    """The bucket: by the days between the finding's first commit and the last one."""
    if age is None or timeline.head is None:
        return _UNKNOWN
    if age.since is None:
        return "Today"
    days = (time_of(timeline.head).date() - age.since).days
    return next((title for limit, title in _LIMITS if days <= limit), _OLDER)


def _bucket(
    title: str,
    findings: list[Finding],
    total: int,
    timeline: Timeline,
    links: Mapping[str, tuple[str, str]],
) -> Bucket:
    ordered = sorted(findings, key=lambda it: _order(it, timeline.ages))
    views = [_view(it, timeline.ages.get(it.fingerprint), links) for it in ordered[:_MOST]]
    return Bucket(
        title=title,
        count=len(findings),
        bar=Bar(len(findings), total),
        first=tuple(views[:_FIRST]),
        rest=tuple(views[_FIRST:]),
        more=len(findings) - len(views),
    )


def _order(finding: Finding, ages: Mapping[str, Age]) -> tuple[date, int, str, int, str]:
    age = ages.get(finding.fingerprint)
    since = age.since if age and age.since else date.max
    at = finding.problem.at
    return since, _WEIGHT.index(finding.severity), at.path, at.line, finding.code


def _view(finding: Finding, age: Age | None, links: Mapping[str, tuple[str, str]]) -> FindingView:
    problem = finding.problem
    path = problem.at.path
    return FindingView(
        chip=signs.of_severity(finding.severity),
        code=finding.code,
        name=finding.name,
        message=shortened(problem.message),
        place="a commit's message" if path == MESSAGE else signs.placed(problem.at),
        help=shortened(problem.help),
        since=_since(age),
        day=age.since if age else None,
        spec=links.get(finding.spec or ""),
    )


def _since(age: Age | None) -> str:
    if age is None:
        return ""
    if age.since is None:
        return "not committed yet"
    return f"{'at least since' if age.at_least else 'since'} {full(age.since)}"
