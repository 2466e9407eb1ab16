"""Errors for a check that finds nothing to read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from aos_check.judging.settings import Config
from aos_check.model.errors import CannotCheckError, NothingToCheckError
from aos_check.model.project import Project
from aos_check.model.tree import Tree
from aos_check.model.wording import listed, shortened
from aos_check.reading.artifact_index import ArtifactIndex
from aos_check.reading.inventory import rejections
from aos_check.reading.layouts import Layout


def expect_configured(config: Config, projects: Sequence[Project], tree: Tree, below: str) -> None:
    """Raise CannotCheckError if the configuration names projects or decisions that do not exist."""
    found = {project.root for project in projects}
    for folder in config.projects:
        if not below and PurePosixPath(folder).as_posix() not in found:
            raise CannotCheckError(
                f"{config.at('projects')} names {folder}, but there are no artifacts in it",
                "correct the key projects",
            )
    for folder in config.decisions:
        path = PurePosixPath(folder).as_posix()
        if path != "." and not any(f"{each}/".startswith(f"{path}/") for each in tree.paths()):
            raise CannotCheckError(
                f"{config.at('decisions')} names {folder}, but there are no files in it",
                "correct the key decisions",
            )


def expect_judged(path: str, projects: Sequence[Project], remedy: str) -> None:
    """Raise CannotCheckError if no project reads the file."""
    read = {document.path for project in projects for document in project.all_documents()}
    for project in projects:
        read |= {mark.at.path for mark in project.unreadable}
        read |= {workflow.at.path for workflow in project.workflows}
        read |= {decision.at.path for decision in project.decisions}
    if path not in read:
        raise CannotCheckError(
            f"nothing to check: {path} is not an artifact of any checked project", remedy
        )


def expect_something(
    projects: Sequence[Project], folder: Path, index: ArtifactIndex, layouts: Sequence[Layout]
) -> None:
    """Raise CannotCheckError if every project is empty, or is only the inside of a home."""
    homes = sorted({f"{home}/" for layout in layouts for home in layout.homes})
    paths = [spec.path for project in projects for spec in project.specs]
    # Read from inside, .agent-os/specs/ looks like specs/.
    is_inside = folder.name.startswith(".") and f"{folder.name}/" in homes
    is_inside &= bool(paths) and not any(f"{folder.name}/" in path for path in paths)
    if not is_inside and any(
        it.specs or it.documents or it.decisions or it.unreadable or it.workflows for it in projects
    ):
        return
    if f"{folder.name}/" in homes:
        raise CannotCheckError(
            f"nothing to check: {folder} holds no project, but may be part of one",
            f"name the folder above {folder.name} with --root",
        )
    tried = {it.folder: f"{it.folder}/ exists, but {it.why}" for it in rejections(index, layouts)}
    misses = [mark.text for project in projects for mark in project.silent]
    near = "".join(f"; {shortened(miss)}" for miss in [*misses, *tried.values()][:_MISSES])
    folders = f"{listed(homes, _HOMES)}, and for " if homes else ""
    raise NothingToCheckError(
        f"nothing to check: no specs, task lists or decisions below {folder}",
        f"looked for {folders}decision records{near}; see `aos-check "
        "layouts`, name the folder that holds them with --root, or pass --allow-empty",
    )


_HOMES, _MISSES = 5, 2
"""The homes and the near misses that the message names."""
