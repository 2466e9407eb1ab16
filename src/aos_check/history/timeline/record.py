"""What history says of the specs: their progress over time, the age of findings, their commits.

Facts alone; `replay` reads them out of a repository.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from typing import NamedTuple

from aos_check.model.change import CommitRecord

_EARLIEST = datetime(1970, 1, 1, tzinfo=timezone.utc)
_LATEST = datetime(9000, 1, 1, tzinfo=timezone.utc)


class Count(NamedTuple):
    """How many tasks are done, of how many that are known."""

    done: int = 0
    known: int = 0


class Sample(NamedTuple):
    """How far the tasks were at a commit: all of them, and those of each spec by its id."""

    commit: str
    when: datetime
    total: Count
    specs: Mapping[str, Count]


class Age(NamedTuple):
    """Since when a finding is there. No `since`: it is not committed yet.

    `at_least`: it was there at the first moment looked at, and may be older.
    """

    since: date | None
    at_least: bool = False


class Contribution(NamedTuple):
    """What a commit did for a spec: the ids of tasks that it names and finishes, and its code.

    The ids are those that the tasks have today; `code` is how many files of code it changed.
    """

    commit: CommitRecord
    named: tuple[str, ...] = ()
    finished: tuple[str, ...] = ()
    code: int = 0


@dataclass(frozen=True, slots=True)
class Timeline:
    """What a history says, up to `head` (None: there is no history).

    `samples` are in order; `touching` says how many commits they were chosen from. `ages` are by
    fingerprint, `contributions` by the path of a spec, the latest first (None: not known);
    `differing` are the documents that are not as in `head`. `gaps` say what cannot be told, and
    why.
    """

    head: CommitRecord | None = None
    samples: tuple[Sample, ...] = ()
    touching: int = 0
    ages: Mapping[str, Age] = field(default_factory=dict)
    contributions: Mapping[str, tuple[Contribution, ...]] | None = None
    differing: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()


def time_of(record: CommitRecord) -> datetime:
    """When it was committed, in UTC. A clock may say anything: what no one lives to see is cut."""
    # Compared before it is converted: at the ends of the calendar there is no other zone.
    when = record.committed
    return min(max(when, _EARLIEST), _LATEST).astimezone(timezone.utc)


def spread(number: int, most: int) -> list[int]:
    """At most so many of the positions below `number`, evenly, with the first and the last."""
    if number <= most:
        return list(range(number))
    return [round(step * (number - 1) / (most - 1)) for step in range(most)]
