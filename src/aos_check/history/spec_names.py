"""Finds a spec in another commit of a range, even if it has another name there."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from aos_check.model.change import PathChange
from aos_check.model.spec import Spec
from aos_check.reading.snapshot import Snapshot

Names: TypeAlias = Callable[[str], Sequence[str]]
"""The names of a file from one commit to another, the present one first."""


class Renames:
    """The files that the commits of a range rename, in the order of the commits."""

    def __init__(self, steps: Iterable[tuple[str, Sequence[PathChange]]]) -> None:
        self._positions: dict[str, int] = {}
        self._steps: list[tuple[int, dict[str, str]]] = []
        for position, (commit, paths) in enumerate(steps):
            self._positions[commit] = position
            if renamed := _renamed(paths):
                self._steps.append((position, renamed))

    def before(self, commit: str) -> Names:
        """The names of a file of this commit, back to the start of the range."""
        last = self._positions[commit]
        return self._back([step for position, step in self._steps if position <= last])

    @property
    def back(self) -> Names:
        """The names of a file at the end of the range, back to the start."""
        return self._back([step for _, step in self._steps])

    def after(self, commit: str) -> Names:
        """The names of a file of this commit, up to the end of the range.

        A commit that another line of the range renames may come before this one.
        """
        first = self._positions.get(commit, -1)
        later = [step for position, step in self._steps if position > first]
        every = [step for _, step in self._steps]

        def names(path: str) -> list[str]:
            found = _chain(path, later)
            return found if len(found) > 1 else _chain(path, every)

        return names

    def _back(self, steps: Sequence[Mapping[str, str]]) -> Names:
        inverse = [{new: old for old, new in step.items()} for step in reversed(steps)]
        return lambda path: _chain(path, inverse)


class OtherState(NamedTuple):
    """The documents at another commit of a range, and the names of a file on the way there."""

    snapshot: Snapshot
    names: Names

    def spec(self, spec: Spec) -> Spec | None:
        """The spec there: by its renamed files, path, id, slug, or number in a folder."""
        found = _by_files(self.snapshot.found.owners, spec, self.names)
        path = found or _by_name(self.snapshot, spec)
        return self.snapshot.spec(path) if path else None


def _renamed(paths: Iterable[PathChange]) -> dict[str, str]:
    return {it.before: it.after for it in paths if it.before and it.after and it.before != it.after}


def _chain(path: str, steps: Iterable[Mapping[str, str]]) -> list[str]:
    names = [path]
    for step in steps:
        if new := step.get(names[-1]):
            names.append(new)
    return names


def _by_files(owners: Mapping[str, str], spec: Spec, names: Names) -> str | None:
    """The spec that its task list was moved to or from, else most of its documents."""

    def owner(file: str) -> str | None:
        return next((owners[name] for name in names(file)[:0:-1] if name in owners), None)

    if spec.tasks and (found := owner(spec.tasks.path)):
        return found
    counts = Counter(owner(document.path) for document in spec.documents)
    path, count = next(iter(counts.most_common(1)), (None, 0))
    return path if 2 * count > len(spec.documents) else None


def _by_name(snapshot: Snapshot, spec: Spec) -> str | None:
    folders = snapshot.found.folders
    if spec.path in folders:
        return spec.path
    beside = posixpath.dirname(spec.path)
    alike = [it.path for it in folders.values() if spec.id == it.id]
    alike += [it.path for it in folders.values() if spec.slug == it.slug]
    if spec.number:
        numbered = (it.path for it in folders.values() if spec.number == it.number)
        alike += [path for path in numbered if posixpath.dirname(path) == beside]
    return next(iter(alike), None)
