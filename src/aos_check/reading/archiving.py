"""Finds where a spec is archived, and the tasks that only archive it."""

from __future__ import annotations

import posixpath
import re
from functools import cache

from aos_check.model.finding import Place
from aos_check.model.task import TaskList
from aos_check.reading.spec_folders import SpecFolder

_LONGEST = 200  # characters of a title that are compared
_DECORATION = re.compile(r"[`*\"'“”]")


def archive_of(folder: SpecFolder) -> str:
    """The folder that the spec has to move to when it is finished, or ""."""
    specs = folder.layout.specs
    done = [name for name, meaning in specs.buckets.items() if meaning == "completed"]
    if folder.bucket or not folder.layout.archiving or not done:
        return ""
    return posixpath.join(folder.home.path, specs.roots[0], done[0])


def archiving(tasks: TaskList, folder: SpecFolder) -> frozenset[Place]:
    """The places of the open tasks that the layout calls archiving.

    A parent counts if it has only such tasks left.
    """
    if not folder.layout.archiving:
        return frozenset()
    pattern = _any_of(folder.layout.archiving)
    found: set[Place] = set()
    for task in reversed(list(tasks.all_tasks())):  # subtasks before their parent
        left = [subtask for subtask in task.subtasks if subtask.still_open]
        of_subtasks = bool(left) and all(subtask.at in found for subtask in left)
        if task.still_open and (of_subtasks or pattern.match(_plain(task.title, folder))):
            found.add(task.at)
    return frozenset(found)


@cache
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _plain(title: str, folder: SpecFolder) -> str:
    """The start of the title in lower case, with "change" for the spec's name."""
    text = _DECORATION.sub("", title[:_LONGEST]).lower()
    for name in (folder.id, folder.slug):
        text = re.sub(rf"(?<![\w/-]){re.escape(name.lower())}(?![\w/-])", "change", text)
    return " ".join(text.split())
