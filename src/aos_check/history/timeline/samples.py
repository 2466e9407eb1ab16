"""The commits at which the documents are read, and how far the tasks were there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from aos_check.history.timeline.past import MainLine
from aos_check.history.timeline.record import Count, Sample, spread, time_of
from aos_check.model.change import CommitRecord
from aos_check.progress import progress_of
from aos_check.reading.snapshot import Snapshot

MOST_STOPS = 60
"""At how many commits the documents are read."""


class SampledCommit(NamedTuple):
    """A commit at which the documents are read. In a row of them, time never goes back."""

    record: CommitRecord
    when: datetime
    snapshot: Snapshot


def samples(line: MainLine) -> list[SampledCommit]:
    """Some of the commits that touched documents, evenly chosen, with the first and the last."""
    touching = line.touching
    latest = time_of(line.main[-1])
    found: list[SampledCommit] = []
    for position in spread(len(touching), MOST_STOPS):
        record = touching[position]
        when = min(time_of(record), latest)
        when = max(when, found[-1].when) if found else when
        found.append(SampledCommit(record, when, _moment(line, found, record)))
    return found


def _moment(line: MainLine, before: Sequence[SampledCommit], record: CommitRecord) -> Snapshot:
    """What a commit holds; what is as it was at the stop before is not read again."""
    history = line.past.history
    if not before:
        return history.snapshot(record.id)
    last = before[-1]
    paths = line.past.repository.changes(last.record.id, record.id)
    return history.after(last.snapshot, paths, history.witness(record.id))


def sample(sample: SampledCommit) -> Sample:
    """How far the tasks were."""
    specs: dict[str, Count] = {}
    for spec in sample.snapshot.specs():
        progress, before = progress_of(spec.all_tasks()), specs.get(spec.id, Count())
        specs[spec.id] = Count(before.done + progress.done, before.known + progress.total)
    total = Count(sum(it.done for it in specs.values()), sum(it.known for it in specs.values()))
    return Sample(sample.record.id, sample.when, total, specs)
