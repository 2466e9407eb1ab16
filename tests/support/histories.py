"""Real git repositories with long histories, by the convention of their messages.

Each history has three AWOS specs under way at a time. Most commits tick a task with its code, some
change code without a tick, and some documents.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

Convention: TypeAlias = Callable[[int, int], str]
"""The message of the commit for a task, from the numbers of its spec and its task."""

TASKS = 8
_AT_A_TIME = 3
_FIX_EACH = 5  # every so many commits, one has code without a tick
_START = 1_760_000_000


def trailer(spec: int, task: int) -> str:
    """Name the task in a trailer."""
    return f"feat: part {task}\n\nTask: {slug(spec)}#{task}"


def slices(spec: int, task: int) -> str:
    """Name the task in words."""
    return f"Spec {spec:03} Slice {task}: add part {task}"


def scope(spec: int, task: int) -> str:
    """Name the spec in the scope of a conventional commit."""
    return f"feat({slug(spec)}): add part {task}"


def nothing(spec: int, task: int) -> str:
    """Name nothing."""
    return f"Add part {task} of {spec}"


def squash(spec: int, task: int) -> str:
    """Name a pull request and the squashed commits."""
    number = spec * TASKS + task
    return f"Add part {task} (#{number})\n\n* Spec {spec:03} Slice {task}\n\n* fix the test"


CONVENTIONS: dict[str, Convention] = {
    each.__name__: each for each in (trailer, slices, scope, nothing, squash)
}


def slug(spec: int) -> str:
    """The name of a spec without its number."""
    return f"feature-{spec:03}"


def write_history(folder: Path, convention: Convention, commits: int) -> None:
    """Write a repository with this number of commits on `main`."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main"], cwd=folder, check=True)
    stream = "".join(
        _commit(number, *each)
        for number, each in zip(range(commits), _changes(convention), strict=False)
    )
    subprocess.run(["git", "fast-import", "--quiet"], cwd=folder, input=stream.encode(), check=True)
    subprocess.run(["git", "checkout", "--quiet", "main"], cwd=folder, check=True)


def _changes(convention: Convention) -> Iterator[tuple[str, dict[str, str]]]:
    """The message and the files of each commit, without an end."""
    number, first = 0, 1
    while True:
        specs = range(first, first + _AT_A_TIME)
        for spec in specs:
            yield f"docs: specify {slug(spec)}", _documents(spec)
        for turn in range(TASKS * _AT_A_TIME):
            spec, task = specs[turn % _AT_A_TIME], turn // _AT_A_TIME + 1
            code = f"src/{slug(spec)}.py"
            yield convention(spec, task), {**_task_list(spec, task), code: f"PARTS = {task}\n"}
            number += 1
            if number % _FIX_EACH == 0:
                yield f"fix: a detail of {slug(spec)}", {code: f"PARTS = {task} + 0\n"}
        first += _AT_A_TIME


def _documents(spec: int) -> dict[str, str]:
    text = f"# Functional Specification: {slug(spec)}\n\n- **Status:** Approved\n"
    return {f"{_folder(spec)}/functional-spec.md": text, **_task_list(spec, 0)}


def _task_list(spec: int, done: int) -> dict[str, str]:
    lines = [
        f"- [{'x' if task <= done else ' '}] **Slice {task}: Part {task} of {spec}**\n"
        for task in range(1, TASKS + 1)
    ]
    return {f"{_folder(spec)}/tasks.md": "# Tasks\n\n" + "".join(lines)}


def _folder(spec: int) -> str:
    return f"context/spec/{spec:03}-{slug(spec)}"


def _commit(number: int, message: str, files: dict[str, str]) -> str:
    """One commit in the format of git fast-import."""
    when = _START + number * 600
    head = f"commit refs/heads/main\ncommitter Ada <ada@example.org> {when} +0000\n"
    changes = (f"M 100644 inline {path}\n{_data(text)}" for path, text in files.items())
    return f"{head}{_data(message)}{''.join(changes)}\n"


def _data(text: str) -> str:
    return f"data {len(text.encode())}\n{text}\n"
