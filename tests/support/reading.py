"""Short functions that read a text or a project in memory."""

from __future__ import annotations

from textwrap import dedent

from aos_check.model.document import Role
from aos_check.model.project import Project
from aos_check.model.spec import Spec
from aos_check.model.task import TaskList
from aos_check.model.tree import MemoryTree
from aos_check.reading.layouts import Artifact
from aos_check.reading.page import SourceFile, read_page
from aos_check.reading.project import read_projects
from aos_check.reading.tasks import read_tasks

SPEC = ".agent-os/specs/2025-10-08-login"


def page(text: str, path: str = "tasks.md") -> SourceFile:
    return read_page(MemoryTree({path: dedent(text)}), path)


def tasks(text: str) -> TaskList:
    return read_tasks(page(text), Artifact(role=Role.TASKS, paths=()))


def states(text: str) -> dict[str, str]:
    """The state of each task in a task file, by id."""
    return {task.id: task.state.value for task in tasks(text).all_tasks()}


def projects(files: dict[str, str | bytes]) -> tuple[Project, ...]:
    return read_projects(
        MemoryTree(
            {name: dedent(text) if isinstance(text, str) else text for name, text in files.items()}
        )
    )


def project(files: dict[str, str | bytes]) -> Project:
    (only,) = projects(files)
    return only


def spec(files: dict[str, str | bytes]) -> Spec:
    (only,) = project(files).specs
    return only
