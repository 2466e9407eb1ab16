"""Finds the artifact of each document of a spec, and the documents that are missing."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import TypeAlias

from aos_check.model.document import Role
from aos_check.reading.expressions import expression
from aos_check.reading.layouts import Artifact
from aos_check.reading.spec_folders import SpecFolder

Parts: TypeAlias = "list[tuple[Artifact, list[str]]]"
"""Each artifact of a layout with its files."""

Outside: TypeAlias = "list[tuple[str, Role]]"
"""The documents of a spec in other folders, with their roles."""

_OTHER = Artifact(role=Role.OTHER, paths=())
_CLOSING = Artifact(role=Role.CLOSING, paths=())


def parts_of(folder: SpecFolder) -> Parts:
    """Each artifact of the layout with its files in the folder."""
    # Of two names that differ only in case, the last by code point counts: `tasks.md`.
    files = {folder.below(path).lower(): path for path in sorted(folder.files)}
    return [(it, _files_of(it, files)) for it in folder.layout.artifacts]


def _files_of(artifact: Artifact, files: Mapping[str, str]) -> list[str]:
    """The files, by their names, at the first of the artifact's paths that matches any."""
    for pattern in map(str.lower, artifact.paths):
        has_wildcard = not _WILDCARDS.isdisjoint(pattern)
        names = (name for name in (files if has_wildcard else (pattern,)) if name in files)
        # Without a suffix, a pattern is about texts.
        endings = (".md", posixpath.splitext(pattern)[1] or ".md")
        texts = (name for name in names if name.endswith(endings))
        if found := [files[name] for name in texts if name == pattern or is_like(name, pattern)]:
            return found
    return []


_WILDCARDS = frozenset("*?[")


def markdown_in(folder: SpecFolder) -> list[str]:
    """The paths of the folder's texts."""
    return [path for path in folder.files if path.lower().endswith(".md")]


def is_like(name: str, pattern: str) -> bool:
    """True if the pattern matches the name; `**/` may be no folder at all."""
    return fnmatchcase(name, pattern) or fnmatchcase(name, pattern.replace("**/", ""))


def pattern_of(artifact: Artifact, below: str) -> str | None:
    """The artifact's path that a file of the spec's folder matches, if any does."""
    return next((path for path in artifact.paths if is_like(below.lower(), path.lower())), None)


def assigned(folder: SpecFolder, parts: Parts, outside: Outside) -> Iterator[tuple[str, Artifact]]:
    """Each Markdown file of the spec with its artifact; those of the layout come first."""
    taken: set[str] = set()
    if folder.path in folder.files and not any(paths for _, paths in parts):
        # A spec in a single file, which contains the requirements.
        first = folder.layout.artifact(Role.REQUIREMENTS) or _OTHER
        yield folder.path, replace(first, sections=())
        taken.add(folder.path)
    for artifact, paths in parts:
        for path in paths:
            if path not in taken:
                taken.add(path)
                yield path, artifact
    for path in markdown_in(folder):
        if path not in taken:
            yield path, _CLOSING if _CLOSING_NAME.search(path) else _OTHER
    for path, role in outside:
        yield path, folder.layout.artifact(role) or Artifact(role=role, paths=())


_CLOSING_NAME = expression(
    r"/(?:recap|final[-_]verification|completion[-_]\w+|implementation[-_](?:complete|summary))[^/]*\.md$",
    re.IGNORECASE,
)


def missing(folder: SpecFolder, parts: Parts, *, has_tasks: bool) -> Iterator[tuple[Role, str]]:
    """The missing documents that the layout requires by now; none for a folder of raw notes."""
    present = {artifact.role for artifact, paths in parts if paths}
    if folder.path in folder.files or present <= {Role.IDEA, Role.OTHER}:
        return
    for artifact, paths in parts:
        needed = artifact.required == "always" or (artifact.required == "with-tasks" and has_tasks)
        if needed and not paths:
            name = artifact.new_path({"slug": folder.slug, "number": folder.number or ""})
            yield artifact.role, f"{folder.path}/{name}"
