"""`aos-check ci`: check the commits that CI runs for, on any platform."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from aos_check.cli import options
from aos_check.cli.action_inputs import WithInputs


@click.command(cls=WithInputs)
@click.argument("paths", nargs=-1, type=options.PATH, metavar="[PATH]...")
@click.option("--range", metavar="A..B", help="Check these commits instead of those of the event.")
@click.option(
    "--squash",
    is_flag=True,
    help="Check a pull request as one squashed commit, with its title and body as the message.",
)
@click.option(
    "--prove",
    is_flag=True,
    help="Run the proofs of the finished tasks again, if the configuration of the base allows "
    "their commands.",
)
@options.file("--report-file", help="Write the facts of the page to this file, as JSON.")
@options.reporting
@options.severity
@options.config_file
@options.config_from
@options.allow_empty
@options.verbose
def ci(paths: tuple[Path, ...], **given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Check the commits that CI runs for.

    On GitHub Actions and GitLab CI, the commits are those of the pull request, merge queue or push
    that started the job. Elsewhere, name them with --range. Without commits, only the documents are
    checked. A pull request is checked by the configuration of its target branch, and a range by
    that of the commit at which it starts. Each PATH is a folder to check instead of the whole
    repository. On GitHub, the findings also become annotations, a job summary and outputs.

    These environment variables set options too: AOS_CHECK_RANGE, AOS_CHECK_SEVERITY,
    AOS_CHECK_BASELINE, AOS_CHECK_SARIF_FILE, AOS_CHECK_REPORT_FILE, AOS_CHECK_SQUASH (true or
    false), AOS_CHECK_PATHS (one path per line) and AOS_CHECK_ARGS (more options).

    \b
    Examples:
      aos-check ci
      aos-check ci --range origin/main..HEAD
      aos-check ci --squash --severity warning
    """  # noqa: D301 - click reads the backspace
    from aos_check.cli.ci_run import run

    run(paths, given)
