"""The open findings, grouped by age."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from aos_check.history.timeline.record import Age
from aos_check.model.finding import Finding, Severity
from aos_check.reporters.page.index import Index
from aos_check.reporters.page.model import Bar, Link, PageFacts
from aos_check.reporters.page.words import committed, full
from aos_check.reporters.summary import problems

_LIMITS = {"Today": 0, "This week": 6, "This month": 30}
_OLDER, _UNKNOWN = "Older", "Unknown age"
_KNOWN = (_OLDER, *reversed(_LIMITS))
_SEVERITIES = tuple(Severity)


class Bucket(NamedTuple):
    """Findings of about the same age, oldest first. The bar shows their share of all findings."""

    title: str
    findings: list[Finding]
    bar: Bar


def buckets(facts: PageFacts) -> list[Bucket]:
    """The findings that are not in the baseline, by age, oldest first."""
    ages, head = facts.timeline.ages, facts.timeline.head
    today = committed(head) if head else None
    counting = by_age(facts)
    found: dict[str, list[Finding]] = {title: [] for title in (*_KNOWN, _UNKNOWN)}
    for finding in counting:
        found[_title(ages.get(finding.fingerprint), today)].append(finding)
    shown = [*(_KNOWN if ages else ()), *([_UNKNOWN] if found[_UNKNOWN] else [])]
    return [Bucket(it, found[it], Bar(len(found[it]), len(counting))) for it in shown]


def by_age(facts: PageFacts) -> list[Finding]:
    """The findings that are not in the baseline, oldest first."""
    ages = facts.timeline.ages
    return sorted(problems(facts.report), key=lambda it: _order(it, ages))


def _title(age: Age | None, today: date | None) -> str:
    """The title of the bucket, by the days from the finding's first commit to the last commit."""
    if age is None or today is None:
        return _UNKNOWN
    days = (today - (age.since or today)).days
    return next((title for title, limit in _LIMITS.items() if days <= limit), _OLDER)


def _order(finding: Finding, ages: Mapping[str, Age]) -> tuple[date, int, str, int, str]:
    age, at = ages.get(finding.fingerprint), finding.problem.at
    since = age.since if age and age.since else date.max
    return since, _SEVERITIES.index(finding.severity), at.path, at.line, finding.code


def since(age: Age | None) -> str:
    """The age of a finding: `since 14 Jul 2026`."""
    if age is None:
        return ""
    if age.since is None:
        return "not committed yet"
    return f"{'at least since' if age.at_least else 'since'} {full(age.since)}"


def links_by_id(index: Index) -> dict[str, Link]:
    """The links by the id of a spec, except ids that several specs share."""
    found: dict[str, list[Link]] = {}
    for it in index.values():
        found.setdefault(it.progress.spec.id, []).append(it.link)
    return {key: same[0] for key, same in found.items() if len(same) == 1}
