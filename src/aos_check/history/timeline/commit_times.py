"""The times of commits, between years that every conversion can handle."""

from __future__ import annotations

from datetime import datetime, timezone

from aos_check.model.change import CommitRecord

EARLIEST = datetime(1970, 1, 1, tzinfo=timezone.utc)
_LATEST = datetime(9000, 1, 1, tzinfo=timezone.utc)


def time_of(record: CommitRecord) -> datetime:
    """The time of the commit in UTC, between the years 1970 and 9000."""
    return bounded(record.committed)


def bounded(when: datetime) -> datetime:
    """The time in UTC, between the years 1970 and 9000."""
    # The limits come first, because the conversion fails at the ends of the calendar.
    return min(max(when, EARLIEST), _LATEST).astimezone(timezone.utc)
