"""Finds the folder of the spec that a file belongs to, by the names in the file's path."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

from aos_check.model.document import Role
from aos_check.model.record_names import APPROVALS, PROOFS
from aos_check.reading.layouts import Layout


def place_in(layout: Layout, below: str) -> str | None:
    """The folder (or single file) of the spec that a file of a home belongs to, if any.

    "" is the whole home.
    """
    if layout.specs.each == "home":
        return "" if _is_part_of_home(layout, below) else None
    for number, root in enumerate(layout.specs.roots):
        prefix = f"{root}/" if root else ""
        if below.startswith(prefix):
            parts = below[len(prefix) :].split("/")
            if layout.specs.each == "file":
                return below if _is_spec_file(layout, parts) else None
            place = _spec_among(layout, parts, files_count=number == 0)
            return posixpath.join(root, *parts[:place]) if place else None
    return None


def _is_part_of_home(layout: Layout, below: str) -> bool:
    patterns = [path.lower() for artifact in layout.artifacts for path in artifact.paths]
    name = below.lower()
    own = (*layout.settings, APPROVALS, PROOFS)
    return name in own or any(fnmatchcase(name, each) for each in patterns)


def has_tasks(layout: Layout, below: Iterable[str]) -> bool:
    """True if one of the files of a home has tasks."""
    artifacts = (it for it in layout.artifacts if it.role is Role.TASKS)
    patterns = [path.lower() for artifact in artifacts for path in artifact.paths]
    return any(fnmatchcase(name.lower(), each) for name in below for each in patterns)


def _is_spec_file(layout: Layout, parts: list[str]) -> bool:
    stem, suffix = posixpath.splitext(parts[-1])
    outside = EXAMPLES.isdisjoint(part.lower().strip("_.") for part in parts[:-1])
    return suffix.lower() == ".md" and outside and match_name(layout, stem) is not None


def _spec_among(layout: Layout, parts: list[str], *, files_count: bool) -> int:
    """The number of leading parts that make up the spec's folder; 0 if there is none."""
    folders = parts[:-1]
    if folders and folders[0].lower().strip("_.") in EXAMPLES:
        return 0
    folders = _without_parts(layout, folders)
    named = [(i, found) for i, name in enumerate(folders) if (found := match_folder(layout, name))]
    # A dated or numbered folder is a spec at any depth, even inside another spec. A folder whose
    # name has only words is a spec only at the top.
    numbered = [i for i, found in named if {"date", "number"} & filled(found)]
    if named:
        return (numbered[-1] if numbered else named[0][0]) + 1
    outer = 1 if folders and folders[0] in layout.specs.buckets else 0
    main = {path.lower() for artifact in layout.artifacts for path in artifact.paths}
    if len(folders) == outer:
        # In a lifecycle folder, only if every spec is a file.
        stem, suffix = posixpath.splitext(parts[-1])
        one_file = suffix == ".md" and stem != "readme" and match_name(layout, stem)
        may_be = files_count and (not outer or "*.md" in main)
        return len(parts) if may_be and one_file else 0
    # A folder with any other name is a spec if a spec's main document is directly in it.
    if len(folders) > outer and "/".join(parts[len(folders) :]).lower() in main:
        return len(folders)
    nested = "/".join(parts[outer + 1 :]).lower()
    return outer + 1 if len(folders) > outer and nested in main else 0


EXAMPLES = frozenset({"example", "examples", "sample", "samples", "template", "templates"})
PARTS = frozenset({
    "planning", "implementation", "verification", "verifications", "sub-specs", "visuals", "assets",
    "images", "screenshots", "contracts", "checklists", "supporting-docs", "evidence",
})  # fmt: skip
"""The folders in a spec's folder that contain parts of it."""


def _without_parts(layout: Layout, folders: list[str]) -> list[str]:
    """The folders down to the first part of a spec, such as `planning`."""
    first = 2 if folders and folders[0] in layout.specs.buckets else 1
    parts = (i for i, name in enumerate(folders) if i >= first and name.lower() in PARTS)
    return folders[: next(parts, len(folders))]


def match_folder(layout: Layout, name: str) -> re.Match[str] | None:
    """The match of a folder's name, if it has the form of a spec's and is no bucket."""
    return None if name in layout.specs.buckets else match_name(layout, name)


def match_name(layout: Layout, name: str) -> re.Match[str] | None:
    """The match of a name with the pattern of the layout."""
    return match_whole(layout.specs.name, name)


def match_whole(form: str, name: str) -> re.Match[str] | None:
    """The match of the whole name with the pattern."""
    # A user's pattern may be slow on a long name, and no real file has one.
    return re.fullmatch(form, name) if len(name) <= _LONGEST_NAME else None


_LONGEST_NAME = 200


def filled(match: re.Match[str]) -> set[str]:
    """The groups of the pattern that have text."""
    return {group for group, text in match.groupdict().items() if text}
