"""`aos-check ci`: the command of the GitHub Action, and of a job on any other platform."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from aos_check.cli import options
from aos_check.cli.action_inputs import WithInputs


@click.command(cls=WithInputs)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--range", metavar="A..B", help="Judge these commits, whatever the event says.")
@click.option(
    "--squash",
    is_flag=True,
    help="Judge a request as the one commit that a squash makes of it, with title and body.",
)
@options.reporting
@options.severity
@options.config_file
@options.config_from
@options.allow_empty
@options.verbose
def ci(paths: tuple[Path, ...], **given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Judge what CI runs for: a pull request, a merge queue, a push, or the tree alone.

    The event of GitHub Actions or GitLab CI says which commits; elsewhere --range does. A request
    is judged by the configuration of the branch that it is to be merged into. PATHS are folders:
    only what lies in them is judged. On GitHub, findings become annotations, a summary and outputs.

    Variables stand for the inputs of the action: AOS_CHECK_RANGE, _SEVERITY, _BASELINE,
    _SARIF_FILE, _SQUASH (true or false), _PATHS (one a line), and _ARGS with further options.
    """
    from aos_check.cli.ci_run import run

    run(paths, given)
