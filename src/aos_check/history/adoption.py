"""Selects the commits made since the project adopted the gate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from aos_check.git import Repository
from aos_check.model.change import CommitRecord


def since_adoption(
    repository: Repository, records: Sequence[CommitRecord], since: str | None
) -> list[CommitRecord]:
    """The commits since a day or a revision (None: all), parents first.

    The day itself is included, and the revision is not.
    """
    if since is None or not records:
        return list(records)
    if day := day_of(since):
        return _from_day(repository, records, day)
    ids = [record.id for record in records]
    new = {record.id for record in repository.commits(ids, [repository.resolve_exactly(since)])}
    return [record for record in records if record.id in new]


def _from_day(
    repository: Repository, records: Sequence[CommitRecord], day: date
) -> list[CommitRecord]:
    """The commits of that day or later, and all commits after them, whatever their dates."""
    late: dict[str, bool] = {}
    for record in records:
        outside = [repository.commit(each) for each in record.parents if each not in late]
        late |= {parent.id: parent.committed.date() >= day for parent in outside}
        has_late_parent = any(late[parent] for parent in record.parents)
        late[record.id] = has_late_parent or record.committed.date() >= day
    return [record for record in records if late[record.id]]


def adopted_at(repository: Repository, since: str | None, tip: str | None) -> str | None:
    """The last commit before the gate was adopted, in the history of `tip`; None if unknown."""
    if since is None:
        return None
    day = day_of(since)
    if day is None:
        return repository.find(since)
    return repository.last_before(day, tip) if tip else None


def day_of(text: str) -> date | None:
    """The date in the text; None for a revision."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def comparable(repository: Repository, records: Sequence[CommitRecord]) -> list[CommitRecord]:
    """The commits whose parents are known.

    The first commits of a shallow history only seem to have no parents.
    """
    return [it for it in records if it.parents or not repository.shallow]
