"""Finds the homes and specs in which nothing is read, so that a check can say so.

What is normal is left out: a project without specs that has a mission, and a spec without tasks.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from aos_check.model.document import Document, Mark, Role
from aos_check.model.finding import Place
from aos_check.model.spec import Spec
from aos_check.model.wording import listed
from aos_check.reading.homes import Home, matches_any
from aos_check.reading.layouts import Layout
from aos_check.reading.spec_folders import SpecFolder

_MOST = 5  # names in a message
_LOOKED_AT = 50  # files whose names are compared
_ALIKE = 0.6
_OTHER_WORDS = frozenset({"todo", "todos", "to-do", "plan", "implementation-plan", "tasklist"})
"""The names without suffix under which other teams keep their tasks."""


def silent_homes(homes: Sequence[Home], read: Collection[str]) -> Iterator[Mark]:
    """The homes without a file among those that are read."""
    for home in homes:
        if home.files.isdisjoint(read) and not _has_bases(home):
            names = list(dict.fromkeys(it for layout in home.layouts for it in _looked_for(layout)))
            yield _mark(home.path, f"{home.path}/ holds nothing that is read", names, home.files)


def _has_bases(home: Home) -> bool:
    """True if it has the documents that specs change. Between two changes there is no spec."""
    below = [home.below(path) for path in home.files]
    return any(
        layout.deltas and matches_any(below, [layout.deltas, layout.deltas.replace("**/", "")])
        for layout in home.layouts
    )


def _looked_for(layout: Layout) -> Iterator[str]:
    """The paths in a home at which the layout expects its most important documents."""
    inside = {"folder": "*", "file": "", "home": ""}[layout.specs.each]
    root = "" if layout.specs.each == "home" else layout.specs.roots[0]
    for artifact in layout.artifacts:
        if artifact.role in (Role.REQUIREMENTS, Role.TASKS):
            yield posixpath.join(root, inside, artifact.paths[0])
    for product in layout.products.values():
        yield product.paths[0]


def silent_specs(
    folders: Sequence[SpecFolder], specs: Sequence[Spec], unread: AbstractSet[str]
) -> Iterator[Mark]:
    """The specs without a document of their layout, or with a task file but no task.

    A file among the `unread` is reported elsewhere.
    """
    by_path = {spec.path: spec for spec in specs}
    for folder in folders:
        spec = by_path.get(folder.path)
        if spec and not spec.unknown_tasks and unread.isdisjoint(folder.files):
            yield from _silent(folder, spec)


def _silent(folder: SpecFolder, spec: Spec) -> Iterator[Mark]:
    read = spec.has_tasks or spec.deltas
    if not read and all(document.role is Role.OTHER for document in spec.documents):
        names = [path for artifact in folder.layout.artifacts for path in artifact.paths[:1]]
        text = f"the spec {spec.path} has no document that is read as more than text"
        yield _mark(spec.path, text, names, folder.files)
        return
    documents = [document for document in spec.documents if document.role is Role.TASKS]
    for document in documents:
        if not spec.has_tasks and not document.unread and _is_tracked(folder, document):
            text = f"{document.path} holds no task"
            yield Mark(f"{text}: looked for boxes such as `- [ ] 1. Title`", document.at)
    if not documents and not spec.has_tasks and (path := _other_task_file(folder, spec)):
        names = _task_names(folder.layout)
        text = f"the spec {spec.path} has no task file: looked for {listed(names, _MOST)}"
        yield Mark(f"{text}; {path} is not read for tasks", Place(path))


def _is_tracked(folder: SpecFolder, document: Document) -> bool:
    below = folder.below(document.path)
    return any(it.tracked and matches_any([below], it.paths) for it in folder.layout.artifacts)


def _task_names(layout: Layout) -> list[str]:
    artifacts = (it for it in layout.artifacts if it.role is Role.TASKS and not it.task_file)
    return [path for artifact in artifacts for path in artifact.paths]


def _other_task_file(folder: SpecFolder, spec: Spec) -> str:
    """A file directly in the folder that may be meant as its task file; "" if there is none.

    It has the name of the task file with another suffix, or a similar name and boxes.
    """
    wanted = {posixpath.splitext(name)[0].lower() for name in _task_names(folder.layout)}
    boxed = {document.path for document in spec.documents if document.boxes}
    for path in folder.files[:_LOOKED_AT] if wanted else ():
        stem, suffix = posixpath.splitext(folder.below(path).lower())
        is_like = stem in _OTHER_WORDS or max(_ratio(stem, it) for it in wanted) > _ALIKE
        if (suffix != ".md" and stem in wanted) or (path in boxed and is_like):
            return path
    return ""


def _mark(path: str, text: str, names: Sequence[str], files: Collection[str]) -> Mark:
    """The text with the names that were looked for, and the nearest one that exists."""
    near = max(sorted(files)[:_LOOKED_AT], key=lambda it: _likeness(it, names), default="")
    hint = f"; the nearest name is {near}" if near and _likeness(near, names) > _ALIKE else ""
    return Mark(f"{text}: looked for {listed(names, _MOST)}{hint}", Place(path))


def _likeness(path: str, names: Sequence[str]) -> float:
    own = posixpath.basename(path).lower()
    return max((_ratio(own, posixpath.basename(it).lower()) for it in names), default=0)


@lru_cache(maxsize=4096)  # specs have files of the same names
def _ratio(one: str, other: str) -> float:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one[:_LONGEST], other[:_LONGEST]).ratio()


_LONGEST = 60  # characters of a name to compare
