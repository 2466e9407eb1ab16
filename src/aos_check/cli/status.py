"""`aos-check status` and `aos-check next`: where the specs stand, and what is legal next."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aos_check.cli import options
from aos_check.cli.output import emit, wants_colour
from aos_check.model.errors import CannotCheckError

if TYPE_CHECKING:
    from aos_check.progress import SpecProgress
    from aos_check.reporters.status import Canvas, Overview

_form = click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True
)
_colour = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    metavar="WHEN",
    help="auto, always or never.",
)


@click.command()
@click.argument("spec", required=False)
@_form
@_colour
@options.reading
def status(spec: str | None, form: str, color: str, **given: Any) -> None:  # noqa: ANN401 - click's
    """Show where every spec stands: tasks, approval, gate, roadmap, and what is legal next.

    With SPEC (its folder's name, slug, number or path) that one in detail. What is finished is
    folded into a line; --verbose shows it.
    """
    overview = _overview(given)
    if spec is not None:
        overview = replace(overview, all_progress=[_find(spec, overview.all_progress)])
    if form == "json":
        from aos_check.reporters.status_json import status_json

        emit(status_json(overview))
        return
    from aos_check.reporters import spec_status
    from aos_check.reporters import status as all_status

    write = all_status.as_text if spec is None else spec_status.as_text
    emit(write(overview, _canvas(color)), colour=True)


@click.command("next")
@_form
@_colour
@options.reading
def next_task(form: str, color: str, **given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Name the next task that may be worked on, with its address; or what must happen first.

    It is a task of the spec that is being worked on: the one that `git config aos-check.spec NAME`
    chooses, else the one that the branch is named after, else
    the one whose tasks are open or begun, else the first on the roadmap.
    """
    overview = _overview(given)
    if form == "json":
        from aos_check.reporters.status_json import next_json

        emit(next_json(overview))
        return
    from aos_check.reporters.next_step import as_text

    emit(as_text(overview, _canvas(color)), colour=True)


def _overview(given: dict[str, Any]) -> Overview:
    from aos_check.cli.terminal import request_of
    from aos_check.judging.worktree import open_projects
    from aos_check.progress import active, all_progress
    from aos_check.reporters.status import Overview

    opened = open_projects(request_of(given))
    found = all_progress(opened.projects, opened.layouts)
    chosen, why = active(found, *at_work_on(given["root"]))
    return Overview(opened.projects, found, chosen, why)


def at_work_on(root: Path | None) -> tuple[str, str]:
    """The branch that is checked out and the spec that was chosen; "" for none."""
    from aos_check.git import Repository

    try:
        with Repository.open(Path.cwd() if root is None else root) as repository:
            return repository.branch(), repository.chosen_spec()
    except CannotCheckError:
        return "", ""


def _canvas(color: str) -> Canvas:
    from aos_check.reporters.drawing import pencil_for
    from aos_check.reporters.status import Canvas
    from aos_check.reporters.style import Style

    return Canvas(
        Style(colour=wants_colour(color, os.environ)),
        pencil_for(sys.stdout.encoding or "ascii"),
        verbose=options.is_verbose(),
    )


def _find(name: str, all_progress: Sequence[SpecProgress]) -> SpecProgress:
    """The one spec of that name."""
    from aos_check.model.addresses import SpecDirectory, nearest

    by_path = {spec_progress.spec.path: spec_progress for spec_progress in all_progress}
    found = SpecDirectory([spec_progress.spec for spec_progress in all_progress]).find(name) or [
        spec_progress.spec
        for spec_progress in all_progress
        if _lies_at(spec_progress.spec.path, name)
    ]
    if len(found) == 1:
        return by_path[found[0].path]
    if found:
        paths = ", ".join(spec.path for spec in found)
        raise CannotCheckError(f"{name} is more than one spec", f"name one by its path: {paths}")
    close = nearest(name, (spec_progress.name for spec_progress in all_progress))
    meant = f"the nearest are {', '.join(close)}; " if close else ""
    raise CannotCheckError(f"there is no spec {name}", f"{meant}see `aos-check status --verbose`")


def _lies_at(path: str, written: str) -> bool:
    """True when a path as a shell completes it leads to the spec, or to a file of it."""
    place = Path(os.path.normpath(written)).as_posix()
    return "/" in place and (f"/{path}/" in f"/{place}/" or path.endswith(f"/{place}"))
