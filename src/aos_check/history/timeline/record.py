"""The types of a timeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from typing import NamedTuple

from aos_check.model.change import CommitRecord

_EARLIEST = datetime(1970, 1, 1, tzinfo=timezone.utc)
_LATEST = datetime(9000, 1, 1, tzinfo=timezone.utc)


class Count(NamedTuple):
    """The number of tasks done, and of all tasks."""

    done: int = 0
    known: int = 0


class Sample(NamedTuple):
    """The progress of the tasks at a commit: in total, and for each spec by its id."""

    commit: str
    when: datetime
    total: Count
    specs: Mapping[str, Count]


class Age(NamedTuple):
    """The day since when a finding exists. No `since`: it is not committed yet.

    `at_least`: it was in the first sample, and may be older.
    """

    since: date | None
    at_least: bool = False


class Contribution(NamedTuple):
    """A commit's work on a spec: the tasks that it names and finishes, by their ids of today.

    `code` is the number of files of code that it changed.
    """

    commit: CommitRecord
    named: tuple[str, ...] = ()
    finished: tuple[str, ...] = ()
    code: int = 0


@dataclass(frozen=True, slots=True)
class Timeline:
    """The history of the specs up to `head` (None: there is no history).

    `samples` are in order, chosen from `touching` commits. `ages` are by fingerprint,
    `contributions` by the path of a spec, the latest first (None: not known); `differing` are the
    documents that differ from `head`. `gaps` say what is not known, and why.
    """

    head: CommitRecord | None = None
    samples: tuple[Sample, ...] = ()
    touching: int = 0
    ages: Mapping[str, Age] = field(default_factory=dict)
    contributions: Mapping[str, tuple[Contribution, ...]] | None = None
    differing: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()


def time_of(record: CommitRecord) -> datetime:
    """The time of the commit in UTC, between the years 1970 and 9000."""
    # Limited before the conversion, which fails at the ends of the calendar.
    when = record.committed
    return min(max(when, _EARLIEST), _LATEST).astimezone(timezone.utc)


def spread(number: int, most: int) -> list[int]:
    """At most `most` positions below `number`, evenly spread, with the first and the last."""
    if number <= most:
        return list(range(number))
    return [round(step * (number - 1) / (most - 1)) for step in range(most)]
