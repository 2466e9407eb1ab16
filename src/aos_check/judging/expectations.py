"""A check that finds nothing to read is no success: what must be there, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from aos_check.judging.config import Config
from aos_check.model.errors import CannotCheckError
from aos_check.model.project import Project
from aos_check.reading.layouts import Layout


def expect_configured(config: Config, projects: Sequence[Project], below: str) -> None:
    """Raise CannotCheckError where the configuration names a project that is not there."""
    found = {project.root for project in projects}
    for folder in config.projects:
        if not below and PurePosixPath(folder).as_posix() not in found:
            raise CannotCheckError(
                f"{config.at('projects')} names {folder}, and there are no artifacts",
                "correct the key projects",
            )


def expect_judged(path: str, projects: Sequence[Project]) -> None:
    """What came by standard input must be read by a project, else nothing judges it."""
    read = {document.path for project in projects for document in project.all_documents()}
    for project in projects:
        read |= {mark.at.path for mark in project.unreadable}
        read |= {workflow.at.path for workflow in project.workflows}
        read |= {decision.at.path for decision in project.decisions}
    if path not in read:
        raise CannotCheckError(
            f"nothing to check: {path} is no artifact of any project that is read",
            "name the path of an artifact with --stdin, or pass --allow-empty",
        )


def expect_something(projects: Sequence[Project], folder: Path, layouts: Sequence[Layout]) -> None:
    """Raise CannotCheckError where no project holds anything."""
    if not any(map(_holds_something, projects)):
        raise _nothing(folder, layouts)


def _holds_something(project: Project) -> bool:
    return bool(
        project.specs
        or project.documents
        or project.decisions
        or project.unreadable
        or project.workflows
    )


def _nothing(folder: Path, layouts: Sequence[Layout]) -> CannotCheckError:
    homes = sorted({f"{home}/" for layout in layouts for home in layout.homes})
    names = ", ".join(layout.name for layout in layouts)
    if f"{folder.name}/" in homes:
        return CannotCheckError(
            f"nothing to check: {folder} holds no project, but may be a part of one",
            f"name the folder above {folder.name} with --root",
        )
    return CannotCheckError(
        f"nothing to check: no artifacts below {folder}",
        f"looked for {', '.join(homes)} ({names}) and for decision records; name the folder that "
        "holds them with --root, or pass --allow-empty",
    )
