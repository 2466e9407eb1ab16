"""Reads who does which group of tasks: orchestration.yml and planning/task-assignments.yml."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from aos_check.model.assignment import Assignment
from aos_check.model.document import Mark
from aos_check.model.finding import Place
from aos_check.reading.page import SourceFile
from aos_check.reading.task_values import short_text

_LISTS = ("task_groups", "task_assignments")
_NAMES = ("name", "task_group")
_AGENTS = ("claude_code_subagent", "assigned_subagent")
_STANDARDS = "standards"


class AssignmentFile(NamedTuple):
    """The assignments in a file, and the parts of it that could not be read."""

    assignments: tuple[Assignment, ...] = ()
    unread: tuple[Mark, ...] = ()


def read_assignments(page: SourceFile) -> AssignmentFile:
    """The assignments in the file."""
    value = page.data.value if page.data else None
    top = value if isinstance(value, dict) else {}
    key = next((key for key in _LISTS if isinstance(top.get(key), list)), "")
    if not key:
        reason = f"this file has no list {' or '.join(_LISTS)}"
        return AssignmentFile(unread=(Mark(reason, Place(page.path)),))
    found: list[Assignment] = []
    unread: list[Mark] = []
    for index, entry in enumerate(top[key]):
        if assignment := _assignment(page, entry, (key, index)):
            found.append(assignment)
        else:
            reason = "this entry does not name a task group"
            unread.append(Mark(reason, _place(page, key, index)))
    return AssignmentFile(tuple(found), tuple(unread))


def _assignment(page: SourceFile, entry: object, path: tuple[str, int]) -> Assignment | None:
    known = entry if isinstance(entry, dict) else {}
    texts = {key: text for key, value in known.items() if (text := short_text(value))}
    name = next((key for key in _NAMES if key in texts), None)
    agent = next((key for key in _AGENTS if key in texts), None)
    if name is None:
        return None
    return Assignment(
        group=texts[name],
        at=_place(page, *path, name),
        agent=Mark(texts[agent], _place(page, *path, agent)) if agent else None,
        standards=tuple(_standards(page, known.get(_STANDARDS), (*path, _STANDARDS))),
    )


def _standards(page: SourceFile, value: object, path: tuple[str | int, ...]) -> Iterator[Mark]:
    for index, item in enumerate(value if isinstance(value, list) else [value]):
        if text := short_text(item):
            yield Mark(text, _place(page, *path, index))


def _place(page: SourceFile, *path: str | int) -> Place:
    return Place(page.path, page.data.line(*path) if page.data else 1)
