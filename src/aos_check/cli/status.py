"""`aos-check status` and `aos-check next`: the progress of the specs, and the next step."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from aos_check.cli import options
from aos_check.cli.output import emit, say, show, style_for
from aos_check.cli.terminal import request_of
from aos_check.model.task_context import BUDGET, LEAST_BUDGET, TOKEN

if TYPE_CHECKING:
    from aos_check.reporters.status import Canvas, Overview

_shown = options.combined(options.form("text", "json"), options.color, options.reading)


@click.command()
@click.argument("spec", required=False)
@options.live
@_shown
def status(spec: str | None, form: str, color: str, **given: Any) -> None:  # noqa: ANN401 - click's
    """Show the progress of every spec.

    Prints the tasks, approval, gate, roadmap item and next step of each spec. Finished
    specs are only counted, unless --verbose is given. With SPEC (its folder's name, slug, number or
    path), shows that spec in detail, with the evidence of each done task.

    \b
    Examples:
      aos-check status
      aos-check status login
    """  # noqa: D301 - click reads the backspace
    overview = _overview(given, spec)
    if overview.live_gap:
        say(f"aos-check: the live cycles are not known: {overview.live_gap}")
    if form == "json":
        from aos_check.reporters.status_json import status_json

        emit(status_json(overview))
        return
    from aos_check.reporters import spec_status
    from aos_check.reporters import status as all_status

    write = all_status.as_text if spec is None else spec_status.as_text
    canvas = canvas_for(color)
    show(write(overview, canvas), canvas.style)


@click.command("next")
@click.argument("task", required=False)
@click.option("--context", is_flag=True, help="Print what an agent needs for the task.")
@click.option(
    "--budget",
    type=click.IntRange(min=LEAST_BUDGET),
    metavar="TOKENS",
    help=f"Print at most this many tokens of context, {BUDGET} by default. A token is estimated as "
    f"{TOKEN} characters.",
)
@_shown
def next_task(
    *,
    task: str | None,
    context: bool,
    budget: int | None,
    form: str,
    color: str,
    **given: Any,  # noqa: ANN401 - what click parsed
) -> None:
    """Show the next task, or what must happen first.

    The task is one of the active spec. The active spec is the first of these:

    \b
    - the spec chosen with `git config aos-check.spec NAME`
    - the spec that the branch is named after
    - the only spec with open tasks, or with started tasks
    - the first spec on the roadmap

    With --context, prints the task's text, its requirements, decisions, standards and files, the
    most needed first. TASK is another task's address (`login#1.2`), or a spec, for its next step.

    \b
    Examples:
      aos-check next
      aos-check next --format json
      aos-check next --context
      aos-check next --context login#1.2 --budget 4000
    """  # noqa: D301 - click reads the backspace
    if context:
        _show_context(task, budget or BUDGET, form, given)
        return
    if budget is not None or task is not None:
        word = "TASK" if task is not None else "--budget"
        raise click.UsageError(f"{word} needs --context")
    overview = _overview(given)
    if form == "json":
        from aos_check.reporters.status_json import next_json

        emit(next_json(overview))
        return
    from aos_check.reporters.spec_status import next_as_text

    canvas = canvas_for(color)
    show(next_as_text(overview, canvas), canvas.style)


def _show_context(task: str | None, budget: int, form: str, given: dict[str, Any]) -> None:
    from aos_check.judging.context import task_context
    from aos_check.judging.input.worktree import open_projects
    from aos_check.reporters.task_context import as_text, context_json

    opened = open_projects(request_of(given))
    found = task_context(opened, given["root"], task, budget)
    emit(context_json(found) if form == "json" else as_text(found))


def _overview(given: dict[str, Any], spec: str | None = None) -> Overview:
    from aos_check.judging.input.worktree import open_projects
    from aos_check.judging.overview import narrowed, overview_of

    opened = open_projects(request_of(given))
    overview = overview_of(opened, given["root"])
    if spec is None:
        return overview
    from aos_check.judging.timeline import with_evidence

    return with_evidence(narrowed(overview, spec), opened)


def canvas_for(color: str) -> Canvas:
    """The canvas of the terminal."""
    from aos_check.reporters.drawing import pencil_for
    from aos_check.reporters.status import Canvas

    return Canvas(
        style_for(color),
        pencil_for(sys.stdout.encoding or "ascii"),
        verbose=options.is_verbose(),
    )
