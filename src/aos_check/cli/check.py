"""`aos-check check`: check the worktree, the index, a commit or a range."""

from __future__ import annotations

from typing import Any

import click

from aos_check.cli import options
from aos_check.cli.present import conclude, report_on
from aos_check.cli.terminal import request_of

_MODES = ("stdin", "staged", "commit", "range", "since")


@click.command()
@click.option("--staged", is_flag=True, help="Check the staged changes against HEAD.")
@click.option("--commit", metavar="REV", help="Check a commit and its message.")
@click.option("--range", metavar="A..B", help="Check each commit of a range, and all together.")
@click.option("--since", metavar="REV", help="The same as --range REV..HEAD.")
@options.file(
    "--message-file",
    help="Check this commit message too. With --range, it is that of the squashed commit.",
)
@options.reporting
@click.option("--statistics", is_flag=True, help="Print a table by rule, not the findings.")
@options.strict
@options.reading
@options.config_from
@options.version
def check(**given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Check the worktree, the index, a commit or a range.

    Reports where specs, tasks, decisions, commits and the roadmap contradict each other. Checks the
    worktree, unless one of --staged, --commit, --range and --since is given. CODES are codes or
    their beginnings (TASK, TASK0, TASK003) or names (duplicate-task-id).
    """
    from aos_check.judging.judge import Modes, open_subject

    chosen = [name for name in _MODES if given[name]]
    if len(chosen) > 1:
        raise click.UsageError(f"--{chosen[0]} and --{chosen[1]} exclude each other")
    modes = Modes(**{name: given[name] for name in (*_MODES[1:], "message_file")})
    if given["statistics"] and given["form"] != "text" and not given["output"]:
        raise click.UsageError("--statistics is for --format text")
    opened = open_subject(request_of(given), modes)
    conclude(report_on(opened, given), given, [opened])
