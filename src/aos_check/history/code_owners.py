"""Finds the projects that own the code in a change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from aos_check.history.commit_policy import CommitPolicy
from aos_check.history.snapshots import SnapshotDiff
from aos_check.model.change import NamedTask, PathChange
from aos_check.reading.artifact_index import nearest_root
from aos_check.reading.snapshot import Snapshot


def code_of(
    paths: Iterable[PathChange], snapshots: Sequence[Snapshot], policy: CommitPolicy
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The code with the root of the project that owns it, and the code outside all projects.

    The first snapshot with a project above a path decides. A file that is an artifact before or
    after the change, which are the first two snapshots, is not code.
    """
    owners: dict[str, str] = {}
    unowned: list[str] = []
    for change in paths:
        for path in change.paths:
            known = next(filter(None, (each.found.row(path) for each in snapshots[:2])), None)
            roots = (snapshot.found.root_of(path) for snapshot in snapshots)
            root = next((root for root in roots if root is not None), None)
            if not policy.files.row(path, root or "", change.modes(path), known).is_code:
                continue
            if root is None:
                unowned.append(path)
            else:
                owners[path] = root
    return owners, tuple(dict.fromkeys(unowned))


def ungoverned(diff: SnapshotDiff, files: Iterable[str], policy: CommitPolicy) -> Iterator[str]:
    """The code among the `files` after a change that a project governed only before it."""
    before, after = (snapshot.found.governing for snapshot in (diff.before, diff.after))
    if before <= after:
        return
    for path in sorted(files):
        owner = nearest_root(path, before)
        if owner is None or nearest_root(path, after) is not None:
            continue
        known = diff.before.found.row(path) or diff.after.found.row(path)
        if policy.files.row(path, owner, (), known).is_code:
            yield path


def uncovered(
    owners: Mapping[str, str], named: Sequence[NamedTask], after: Snapshot, start: Snapshot
) -> Iterator[str]:
    """The code of projects that own none of the named tasks.

    A task also covers the projects inside its own, unless its own is new since the start. A project
    that is gone since the start has no tasks.
    """
    specs = [each.spec for each in named if each.spec]
    if len(specs) < len(named):  # another rule reports the task that is not known
        return
    roots = {after.found.folders[spec.path].home.root for spec in specs}
    around = {root for root in roots if root in start.found.roots}
    gone = set(start.found.roots) - set(after.found.roots)
    for path, owner in owners.items() if roots else ():
        if owner not in roots | gone and not any(
            not root or f"{owner}/".startswith(f"{root}/") for root in around
        ):
            yield path
