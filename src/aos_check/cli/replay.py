"""`aos-check replay`: what the rules would have stopped, and a configuration that fits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aos_check.cli import options
from aos_check.cli.output import emit, show
from aos_check.cli.status import canvas_for
from aos_check.cli.terminal import request_of
from aos_check.model.errors import CannotCheckError

if TYPE_CHECKING:
    from aos_check.judging.replay.run import ConfigEdit


@click.command()
@click.option(
    "--since",
    metavar="REV",
    help="Replay the commits after this revision or since this day, not since the adoption.",
)
@click.option("--write", is_flag=True, help="Write the proposed settings to the configuration.")
@options.form("text", "json")
@options.color
@options.root
@options.config_file
@options.verbose
def replay(since: str | None, write: bool, form: str, color: str, **given: Any) -> None:  # noqa: ANN401, FBT001 - what click parsed
    """Replay the history and propose settings that fit.

    Checks each commit, and each merged branch as a whole, by the present configuration, and shows
    what the rules would have stopped. Shows the ways in which the team names tasks, and the
    settings under which the gate fits the team. Changes nothing, unless --write is given.

    \b
    Examples:
      aos-check replay
      aos-check replay --since v1.0
      aos-check replay --write
    """  # noqa: D301 - click reads the backspace
    from aos_check.judging.replay.run import replay as run

    result, edit = run(request_of(given), since)
    if form == "json":
        from aos_check.reporters.replay_json import replay_json

        emit(replay_json(result))
    else:
        from aos_check.reporters.replay import as_text

        canvas = canvas_for(color)
        show(as_text(result, canvas), canvas.style)
    if result.settings:
        _offer(edit, write=write, quiet=form == "json")


def _offer(edit: ConfigEdit, *, write: bool, quiet: bool) -> None:
    """Write the configuration and show the difference, or say how to do it."""
    if not write:
        if not quiet:
            emit("\nwrite them with `aos-check replay --write`\n")
        return
    from aos_check.git import find_top
    from aos_check.setup.file_edits import FileEdit, apply

    top = find_top(Path.cwd().resolve())
    if top is None:
        raise CannotCheckError("a bare repository has no files to edit", "run it in a clone")
    shown = list(apply(top, [FileEdit(edit.path, edit.before, edit.after)], dry_run=False))
    if not quiet:
        emit("\n" + "".join(shown))
