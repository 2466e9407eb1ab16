"""The few lines at the top of the page: what is worst, what is late, and who waits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from aos_check.model.finding import Severity
from aos_check.model.wording import counted, listed, shortened
from aos_check.progress.approval import is_missing
from aos_check.reporters.page.findings import by_age, links_by_id, since
from aos_check.reporters.page.index import GROUPS, Index, SpecFacts
from aos_check.reporters.page.model import Link, PageFacts, Tone
from aos_check.reporters.page.words import committed

QUIET = 14
"""Days without a commit after which a spec in progress counts as late."""

_FEW = 3
_LONG = 200


class Notice(NamedTuple):
    """A line: its text may have Markdown, and `anchor` is where the page says more."""

    tone: Tone
    what: str
    text: str
    anchor: str


def attention(facts: PageFacts, index: Index) -> list[Notice]:
    """The oldest errors, the specs that wait for an approval, and those without recent work."""
    return [*_errors(facts, links_by_id(index)), *_unapproved(index), *_quiet(facts, index)]


def _errors(facts: PageFacts, links: Mapping[str, Link]) -> Iterator[Notice]:
    errors = [it for it in by_age(facts) if it.severity is Severity.ERROR]
    for finding in errors[:_FEW]:
        age = since(facts.timeline.ages.get(finding.fingerprint))
        link = links.get(finding.spec or "")
        spec = f"{shortened(link.name, 60)}: " if link else ""
        text = f"{spec}{shortened(finding.problem.message, _LONG)}"
        yield Notice(Tone.BAD, finding.code, f"{text} ({age})" if age else text, "findings")
    if errors[_FEW:]:
        more = counted(len(errors) - _FEW, "more error")
        yield Notice(Tone.BAD, "", f"and {more}", "findings")


def _unapproved(index: Index) -> Iterator[Notice]:
    waiting = [it for it in index.values() if is_missing(it.progress.spec.approval)]
    if waiting:
        names = listed([shortened(it.link.name, 60) for it in waiting])
        what = f"{counted(len(waiting), 'spec')} without approval"
        yield Notice(Tone.WARN, what, names, waiting[0].link.anchor)


def _quiet(facts: PageFacts, index: Index) -> Iterator[Notice]:
    """The specs in progress without a commit for a while, the longest first."""
    found = sorted(
        ((days, it) for it in index.values() if (days := _days_quiet(facts, it)) >= QUIET),
        key=lambda pair: -pair[0],
    )
    for days, spec in islice(found, _FEW):
        text = f"{shortened(spec.link.name, 60)}: no commit for {days:,} days"
        yield Notice(Tone.WARN, "late", text, spec.link.anchor)


def _days_quiet(facts: PageFacts, spec: SpecFacts) -> int:
    """The days from the last commit of a spec in progress to the last of all; 0 if unknown."""
    timeline = facts.timeline
    if timeline.head is None or timeline.work is None or spec.group != GROUPS[0]:
        return 0
    contributions = timeline.work.contributions.get(spec.progress.spec.path)
    last = contributions[0].commit if contributions else timeline.head
    return (committed(timeline.head) - committed(last)).days
