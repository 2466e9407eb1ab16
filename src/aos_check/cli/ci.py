"""`aos-check ci`: the command of the GitHub Action, and of a job on any other platform."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from aos_check.cli import options
from aos_check.cli.action_inputs import WithInputs


@click.command(cls=WithInputs)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--range", metavar="A..B", help="Check these commits instead of those of the event.")
@click.option(
    "--squash",
    is_flag=True,
    help="Check a pull request as the one commit that a squash makes, with title and body.",
)
@options.reporting
@options.severity
@options.config_file
@options.config_from
@options.allow_empty
@options.verbose
def ci(paths: tuple[Path, ...], **given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Check the commits that CI runs for.

    That is a pull request, a merge queue, a push, or the tree alone. On GitHub Actions and GitLab
    CI, the event gives the commits. Elsewhere, --range does. A pull request is judged by the
    configuration of its target branch. PATHS are folders to check instead of the whole repository.
    On GitHub, the findings become annotations, a summary and outputs.

    Variables stand for the inputs of the action: AOS_CHECK_RANGE, _SEVERITY, _BASELINE,
    _SARIF_FILE, _SQUASH (true or false), _PATHS (one a line), and _ARGS with further options.
    """
    from aos_check.cli.ci_run import run

    run(paths, given)
