"""The faults of a user's layout that its types do not catch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TypeAlias

from aos_check.reading.homes import SPEC
from aos_check.reading.layout_files import shipped_names
from aos_check.reading.layouts import Layout
from aos_check.reading.layouts.patterns import fault

Faults: TypeAlias = Iterator[tuple[tuple[str, ...], str]]
"""The keys with a fault, each with its valid values."""


def faults_of_layout(name: str, layout: Layout) -> Faults:
    """The faults of the layout with that name, by the keys in its table."""
    if name in shipped_names() and layout.extends != name:
        yield (), f'a name that no shipped layout has, or have extends = "{name}"'
    for home in layout.homes:
        if is_outside(home):
            yield ("homes",), f"names of folders, not {home or 'an empty name'}"
    yield from _faults_of_patterns(layout)
    for where, path in _paths(layout):
        if is_outside(path):
            yield where, f"paths below its folder, not {path or 'an empty path'}"
    for mark in layout.marks:
        if reason := _never_matches(mark, layout.homes):
            yield ("marks",), f"paths of files in a home: {mark or 'an empty mark'} {reason}"


def is_outside(path: str) -> bool:
    """True for a path that is absolute, has `..` in it or ends in `/`."""
    return "\\" in path or not {"", ".", ".."}.isdisjoint(path.split("/"))


def _faults_of_patterns(layout: Layout) -> Faults:
    patterns: list[tuple[tuple[str, ...], str, str]] = [(("specs", "name"), layout.specs.name, "")]
    patterns += [(("archiving",), pattern, "") for pattern in layout.archiving]
    patterns += [(("elsewhere", role.value), it, "slug") for role, it in layout.elsewhere.items()]
    patterns += [(("artifacts", "suffix"), it.suffix, "") for it in layout.artifacts]
    # As the reader compiles it.
    patterns.append((("requirements", "id"), f"(?P<id>{layout.requirements.id})", "id"))
    for where, pattern, group in patterns:
        if wrong := fault(pattern, group):
            yield where, f"a pattern ({wrong})"


def _paths(layout: Layout) -> Iterator[tuple[tuple[str, ...], str]]:
    """The paths that are below a home or a spec's folder, with their keys."""
    lists: dict[tuple[str, ...], Iterable[str]] = {
        ("specs", "roots"): filter(None, layout.specs.roots),
        ("specs", "marks"): layout.specs.marks,
        ("artifacts",): chain.from_iterable(artifact.paths for artifact in layout.artifacts),
        ("closings",): layout.closings,
        ("others",): (path.removeprefix("/") for path in layout.others),
        ("without-code",): layout.without_code,
        ("ledgers",): (path.removeprefix("/") for path in layout.ledgers),
        ("status", "file"): filter(None, [layout.status.file]),
        ("requirements", "file"): filter(None, [layout.requirements.file]),
        ("settings",): (path.removeprefix("/") for path in layout.settings),
        ("deltas",): filter(None, [layout.deltas]),
    }
    for role, product in layout.products.items():
        lists[role.value, "paths"] = product.paths
    for where, paths in lists.items():
        yield from ((where, path) for path in paths)


def _never_matches(mark: str, homes: Iterable[str]) -> str:
    """The reason why the mark matches no file; "" if it may match one."""
    if is_outside(mark.removeprefix("!").removeprefix("/").removeprefix(SPEC)):
        return "matches none"
    if home := next((it for it in homes if mark.startswith(f"{it}/")), ""):
        return f"repeats the home {home}"
    return ""
