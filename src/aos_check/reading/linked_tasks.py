"""Links tasks in files of their own with their parents, dependencies and results."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from typing import NamedTuple, TypeAlias

from aos_check.model.document import Mark, State
from aos_check.model.finding import Place
from aos_check.model.task import Dependency, Group, Task, TaskList
from aos_check.reading.expressions import expression
from aos_check.reading.layouts import TaskFile
from aos_check.reading.page import OpenPage, SourceFile
from aos_check.reading.spec_documents import Parts
from aos_check.reading.task_files import key_of, named_in
from aos_check.reading.task_values import front_status

_MAX_DEPTH = 20
_Key: TypeAlias = tuple[str, ...]


class Results(NamedTuple):
    """The ids of tasks that have a result anywhere, and the files of tasks that are done by one."""

    ids: frozenset[str]
    done: frozenset[str]


def results_of(parts: Parts, files: Collection[str], open_page: OpenPage) -> Results:
    """The results among the files of the spec. A task is done by one beside it that is no failure.

    A result need not state a status.
    """
    ids: set[str] = set()
    done: set[str] = set()
    for form, paths in ((it.task_file, paths) for it, paths in parts):
        if form and form.done_by:
            found = [it for it in files if it.lower().endswith(form.done_by)]
            ids.update(_address(it, form)[1] for it in found)
            good = {_address(it, form) for it in found if not _is_failure(open_page(it))}
            done.update(it for it in paths if _address(it, form) in good)
    return Results(frozenset(ids), frozenset(done))


def _address(path: str, form: TaskFile) -> tuple[str, str]:
    """The folder, and the id in the name of the file."""
    return posixpath.dirname(path), named_in(posixpath.basename(path), form)[0]


_FAILURE = expression(r"\W*(?:fail|abort|error|block|incomplete|partial|unfinished|in.progress)")


def _is_failure(page: SourceFile | None) -> bool:
    """True if the status says that the work failed, or that it is not done yet."""
    return bool(_FAILURE.match(front_status(page)))


def linked(
    tasks: TaskList, results: Results, parts: Parts, number: str, *, all_here: bool
) -> TaskList:
    """The tasks in one group, in order below their parents, with the ids that dependencies mean.

    `number` is that of the spec, if it has one. `all_here`: no task is in another spec, so every
    name is kept, and a parent must exist.
    """
    every = [
        task._replace(state=State.DONE) if task.at.path in results.done else task
        for group in tasks.groups
        for task in group.tasks
    ]
    drafts, found = _by_stage(every, parts)
    # A draft has no address yet, and of a task that was removed the result may be left. A task that
    # names one of them names nothing.
    silent = chain(results.ids, (draft.id for draft in drafts))
    names = {**{key_of(name): "" for name in silent}, **_names(found)}
    own = None if all_here else key_of(number) if number else ()
    by_id = {task.id: task for task in reversed(found)}
    parents = {task.id: _parent(task, names) for task in by_id.values()}
    children: dict[str, list[Task]] = {}
    for task in sorted(found, key=_place):
        above = parents[task.id] if _is_shallow(task.id, parents) else ""
        needs = tuple(_needs(task, names, own))
        children.setdefault(above, []).append(task._replace(depends_on=needs))
    group = Group("", None, "", Place(tasks.path), tasks=tuple(_nested("", children)))
    orphans = (task for task in found if task.parent and key_of(task.parent) not in names)
    unread = tuple(Mark(f"its parent {task.parent} does not exist", task.at) for task in orphans)
    return tasks._replace(groups=(group,), one_count=all_here, unread=unread if all_here else ())


def _by_stage(tasks: list[Task], parts: Parts) -> tuple[list[Task], list[Task]]:
    """The drafts, and the other tasks without the archived ones whose id is used again."""
    stages = {path: it.task_file.stage for it, paths in parts if it.task_file for path in paths}
    staged = [(stages.get(task.at.path, "task"), task) for task in tasks]
    used = {key_of(task.id) for stage, task in staged if stage == "task"}
    drafts = [task for stage, task in staged if stage == "draft"]
    archived = {id(it) for stage, it in staged if stage == "archived" and key_of(it.id) in used}
    left_out = archived.union(map(id, drafts))
    return drafts, [task for task in tasks if id(task) not in left_out]


def _names(tasks: list[Task]) -> dict[_Key, str]:
    """The first id with each key. "2" may mean TASK-2."""
    names: dict[_Key, str] = {}
    for task in tasks:
        names.setdefault(key_of(task.id), task.id)
    for task in tasks:
        names.setdefault(key_of(task.id.rpartition("-")[2]), task.id)
    return names


def _place(task: Task) -> list[tuple[bool, int, str]]:
    """Sorts tasks by the numbers in their ids."""
    parts = ((part.isdecimal(), part) for part in key_of(task.id))
    return [(not number, int(part) if number else 0, part) for number, part in parts]


def _parent(task: Task, names: Mapping[_Key, str]) -> str:
    """The id of the parent that is stated, or that a dotted id implies; "" if there is none."""
    outer, dot, last = task.id.rpartition(".")
    stated = names.get(key_of(task.parent)) if task.parent else None
    implied = names.get(key_of(outer)) if dot and "-" not in last else None
    return stated or implied or ""


def _is_shallow(identity: str, parents: Mapping[str, str]) -> bool:
    """False if the parents of the task form a circle or a very long chain."""
    for _ in range(_MAX_DEPTH):
        identity = parents[identity]
        if not identity:
            return True
    return False


def _needs(task: Task, names: Mapping[_Key, str], own: _Key | None) -> Iterator[Dependency]:
    """The dependencies with the ids that they mean.

    An unknown one counts if no task is in another spec (`own` is None), or if it begins with the
    `own` number of the spec, which the ids of its tasks may leave out.
    """
    for need in task.depends_on:
        outer, _, last = need.id.rpartition("-")
        is_inside = own in (None, key_of(outer))
        named = names.get(key_of(need.id), names.get(key_of(last)) if is_inside and own else None)
        if named != "" and (is_inside or named not in (None, task.id)):
            yield need._replace(id=named or need.id)


def _nested(above: str, children: dict[str, list[Task]]) -> Iterator[Task]:
    for task in children.pop(above, ()):
        below = tuple(_nested(task.id, children))
        yield task._replace(parent=above or None, subtasks=below)
