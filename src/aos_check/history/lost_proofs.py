"""Finds the proofs that a commit of a range recorded and a later one edited or removed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aos_check.history.snapshots import Snapshots
from aos_check.history.spec_names import OtherState
from aos_check.model.change import CommitRecord, PathChange
from aos_check.model.proof import ProofRecord
from aos_check.model.record_names import PROOFS, is_records
from aos_check.model.spec import Spec
from aos_check.reading.snapshot import Snapshot


def lost_proofs(
    records: Sequence[CommitRecord], snapshots: Snapshots, end: Snapshot
) -> Iterator[tuple[Spec, ProofRecord]]:
    """The proofs of the commits that are gone at the end, each with its spec there."""
    changes = snapshots.changes_of(records)
    files = {it.id: _files(paths) for it, paths in zip(records, changes, strict=True)}
    if not any(files.values()):
        return
    renames = snapshots.renames(records)
    kept = {proof.record for spec in end.specs() for proof in spec.proofs}
    for commit in filter(files.__getitem__, files):
        then, later = snapshots.at(commit), OtherState(end, renames.after(commit))
        for owner in filter(None, map(then.found.owners.get, files[commit])):
            spec = then.spec(owner)
            if now := later.spec(spec):
                yield from ((now, it) for it in spec.proofs if it.record not in kept)


def _files(paths: Sequence[PathChange]) -> list[str]:
    """The files with proofs that a commit writes."""
    return [it.after for it in paths if it.after and is_records(it.after, PROOFS)]
