"""Finds the projects that own the code in a change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from aos_check.history.commit_policy import CommitPolicy
from aos_check.history.snapshots import SnapshotDiff
from aos_check.model.change import NamedTask, PathChange
from aos_check.model.tree import Tree
from aos_check.reading.artifact_index import nearest_root
from aos_check.reading.code_files import ARTIFACT, IN_SPEC
from aos_check.reading.code_table import PAPER, CodeRow
from aos_check.reading.snapshot import Snapshot


def code_of(
    paths: Iterable[PathChange], snapshots: Sequence[Snapshot], policy: CommitPolicy
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The code with the root of the project that owns it, and the code outside all projects.

    The first snapshot with a project above a path decides. What is an artifact in one of the
    snapshots is no code, but a document that makes a folder a spec hides no code that is in it.
    """
    owners: dict[str, str] = {}
    unowned: list[str] = []
    for change in paths:
        for path in change.paths:
            known = _known_row(path, snapshots)
            roots = (snapshot.found.root_of(path) for snapshot in snapshots)
            root = next((root for root in roots if root is not None), None)
            if not policy.files.row(path, root or "", change.modes(path), known).is_code:
                continue
            if root is None:
                unowned.append(path)
            else:
                owners[path] = root
    return owners, tuple(dict.fromkeys(unowned))


def _known_row(path: str, snapshots: Sequence[Snapshot]) -> CodeRow | None:
    """The row of an artifact, by the snapshots that have the file."""
    having = [each for each in snapshots if path in each.found.paths] or snapshots
    rows = [each.found.row(path) for each in having]
    if IN_SPEC in rows and None in rows:
        return _paper(path)
    return ARTIFACT if ARTIFACT in rows else IN_SPEC if IN_SPEC in rows else None


def _paper(path: str) -> CodeRow | None:
    """The row of a file in a folder that a change makes a spec: only code stays what it was."""
    return ARTIFACT if path.lower().endswith(PAPER) else None


def ungoverned(diff: SnapshotDiff, tree: Tree, policy: CommitPolicy) -> Iterator[str]:
    """The code in the `tree` after a change that a project governed only before it.

    The project is gone, or a folder with the code has become that of a spec.
    """
    before, after = diff.before.found, diff.after.found
    new_specs = after.spec_paths - before.spec_paths
    if before.governing <= after.governing and not new_specs:
        return
    for path in sorted(tree.paths()):
        owner = nearest_root(path, before.governing)
        if owner is None:
            continue
        gone = nearest_root(path, after.governing) is None
        enclosed = path in before.paths and nearest_root(path, new_specs) is not None
        known = before.row(path) or (_paper(path) if enclosed else after.row(path))
        if (gone or enclosed) and policy.files.row(path, owner, (), known).is_code:
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
