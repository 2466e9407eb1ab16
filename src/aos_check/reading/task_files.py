"""Reads the tasks of a layout in which each task is a file, such as the plans of GSD."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator
from typing import TypeAlias

from aos_check.model.document import State, Status
from aos_check.model.finding import Place
from aos_check.model.task import Dependency, Group, Task, TaskList
from aos_check.model.wording import shortened
from aos_check.reading.expressions import expression
from aos_check.reading.layouts import Artifact
from aos_check.reading.metadata import head_pairs, read_front_matter
from aos_check.reading.page import OpenPage, SourceFile
from aos_check.reading.status import normalise, task_state
from aos_check.reading.structured import UnreadableDataError, read_yaml

Parts: TypeAlias = "list[tuple[Artifact, list[str]]]"
"""Each artifact of a layout with its files."""


def tasks_of_files(files: Collection[str], parts: Parts, open_page: OpenPage) -> Iterator[TaskList]:
    """A list of tasks for each artifact whose files are tasks. `files` are all of the spec."""
    for artifact, paths in parts:
        if artifact.done_by == "status":
            tasks = [task for path in paths if (task := _stated(path, open_page(path)))]
        elif artifact.done_by:
            tasks = list(_paired(artifact, paths, files, open_page))
        else:
            continue
        if tasks:
            group = Group("", None, "", tasks[0].at, tasks=tuple(tasks))
            yield TaskList(tasks[0].at.path, (group,))


def _stated(path: str, page: SourceFile | None) -> Task | None:
    """The task of a file that states its own status. Anything but a success leaves it open."""
    text = _status(page) if page else ""
    if not text:
        return None
    state = State.DONE if normalise(text) is Status.DONE else task_state(text)
    identity = posixpath.splitext(posixpath.basename(path))[0]
    still = State.OPEN if state in (None, State.IN_PROGRESS) else state
    return Task(identity, shortened(text, _LONGEST), still, Place(path, 1))


def _status(page: SourceFile) -> str:
    front = [(key, value) for key, value, _ in read_front_matter(page).pairs]
    head = [(key, value) for key, value, _ in head_pairs(page)]
    return next((value for key, value in (*front, *head) if key == "status" and value), "")


def _paired(
    artifact: Artifact, paths: list[str], files: Collection[str], open_page: OpenPage
) -> Iterator[Task]:
    """The tasks that are done when another file of the same name, but for its end, exists."""
    end = artifact.paths[0].rpartition("*")[2].lstrip("-")
    done = {_identity(path, artifact.done_by) for path in files if _ends(path, artifact.done_by)}
    known = {_identity(path, end): path for path in paths}
    for identity, path in known.items():
        page = open_page(path)
        aside = task_state(_status(page)) if page else None
        open_state = aside if aside in _ASIDE else State.OPEN
        yield Task(
            id=identity or end,
            title=_title(page) or identity,
            state=State.DONE if identity in done else open_state,
            at=Place(path, 1),
            depends_on=tuple(_needs(page, identity, known)) if page else (),
        )


_ASIDE = (State.DEFERRED, State.BLOCKED, State.CANCELLED)
_LONGEST = 200
_MAX_NEEDS = 100
_NUMBERS = expression(r"(?:[A-Za-z]{1,6}-)?\d{1,4}[A-Za-z]?(?:\.\d{1,4})*-\d{1,4}(?![^\W_])")
_OBJECTIVE = expression(r"<objective>\s{0,20}([^\n<]{1,300})")


def _ends(path: str, end: str) -> bool:
    return path.lower().endswith(end)


def _identity(path: str, end: str) -> str:
    """The numbers at the start of the file's name, else its name without the end."""
    name = posixpath.basename(path)
    found = _NUMBERS.match(name)
    return found[0] if found else name[: -len(end)].rstrip("-")


def _title(page: SourceFile | None) -> str:
    found = _OBJECTIVE.search(page.text) if page else None
    return found[1].strip() if found else page.title if page else ""


def _needs(page: SourceFile, own: str, known: Collection[str]) -> Iterator[Dependency]:
    """The other tasks of the spec that the front matter lists as `depends_on`."""
    try:
        data = read_yaml(page.front) if page.front else None
    except UnreadableDataError:
        return  # the document reports it
    if not data or not isinstance(data.value, dict):
        return
    listed = data.value.get("depends_on")
    for need in listed[:_MAX_NEEDS] if isinstance(listed, list) else ():
        name = str(need)[:_LONGEST].strip()
        found = _NUMBERS.match(name)
        named = found[0] if found else f"{own.rpartition('-')[0]}-{name.zfill(2)}"
        if named in known and named != own:
            yield Dependency("", named, Place(page.path, data.line("depends_on") + 1))
