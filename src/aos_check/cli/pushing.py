"""What a push brings: the refs that git names become spans of commits, and one report."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aos_check.cli.revisions import Revisions, Span
from aos_check.cli.telling import report_on, request_of
from aos_check.errors import CannotCheckError
from aos_check.finding import Counts, Report


@dataclass(frozen=True, slots=True)
class Update:
    """One ref of a push: from which commit to which; "" where there is none."""

    old: str
    new: str


def outgoing(remote: str, given: dict[str, Any]) -> Report:
    """The report on what leaves this repository for `remote`."""
    revisions = Revisions(request_of(given))
    updates = list(_from_pre_commit()) if os.environ.get("PRE_COMMIT") else list(_refs((3, 1)))
    name = remote or os.environ.get("PRE_COMMIT_REMOTE_NAME", "")
    spans = [
        span
        for update in updates
        if (span := _span(revisions, update, revisions.repository.tips(f"refs/remotes/{name}")))
    ]
    return _together([report_on(revisions.pushed(span), given) for span in spans])


def incoming(given: dict[str, Any]) -> Report:
    """The report on what comes to this repository, each ref by the rules it builds on."""
    reports = []
    for update in _refs((0, 1)):
        request = request_of(given)
        revisions = Revisions(request)
        span = _span(revisions, update, revisions.repository.tips("refs"))
        if span:
            base = span.base or revisions.repository.head()
            judged = Revisions(replace(request, config_from=base))
            reports.append(report_on(judged.pushed(span), given))
    return _together(reports)


def _refs(columns: tuple[int, int]) -> Iterator[Update]:
    """The lines of standard input: where each ref stood, and what it is to be."""
    old, new = columns
    for line in sys.stdin.buffer.read().decode("utf-8", "surrogateescape").splitlines():
        words = line.split(" ")
        if len(words) <= max(columns):
            raise CannotCheckError(
                "standard input does not hold the refs of a push",
                "let git run this as its hook; see hooks/git",
            )
        yield Update(*("" if set(words[at]) == {"0"} else words[at] for at in (old, new)))


def _from_pre_commit() -> Iterator[Update]:
    """The one ref that pre-commit tells of; on a first push it names no commits at all."""
    environment = os.environ
    yield Update(
        environment.get("PRE_COMMIT_FROM_REF", ""), environment.get("PRE_COMMIT_TO_REF", "HEAD")
    )


def _span(revisions: Revisions, update: Update, known: Sequence[str]) -> Span | None:
    """The commits of one ref that are new; None where there are none."""
    repository = revisions.repository
    tip = repository.find(update.new) if update.new else None
    if tip is None:
        return None
    old = repository.find(update.old) if update.old else None
    without = tuple(dict.fromkeys([*([old] if old else []), *known]))
    first = next(iter(repository.commits([tip], without)), None)
    if first is None:
        return None
    base = repository.common(old, tip) if old else None
    return Span(tip, without, base or next(iter(first.parents), None))


def _together(reports: Sequence[Report]) -> Report:
    """One report of several; what two of them say is said once."""
    if not reports:
        return Report("range", (), (), Counts())
    return replace(
        reports[0],
        findings=tuple({it.fingerprint: it for each in reports for it in each.findings}.values()),
        not_evaluated=tuple(sorted({it for each in reports for it in each.not_evaluated})),
        waived=tuple(sorted({it for each in reports for it in each.waived})),
        notes=tuple(dict.fromkeys(note for each in reports for note in each.notes)),
        checked=replace(
            max((each.checked for each in reports), key=lambda it: (it.specs, it.tasks)),
            commits=sum(each.checked.commits for each in reports),
        ),
    )
