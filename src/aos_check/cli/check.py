"""`aos-check check`: check the worktree, the index, a commit or a range."""

from __future__ import annotations

from typing import Any

import click

from aos_check.cli import options
from aos_check.cli.present import conclude, report_on
from aos_check.cli.terminal import request_of

_MODES = ("stdin", "staged", "commit", "range", "since")


@click.command()
@click.option("--staged", is_flag=True, help="The staged changes, compared with HEAD.")
@click.option(
    "--commit", metavar="REV", help="A commit with its message, compared with its parent."
)
@click.option("--range", metavar="A..B", help="Each commit of the range, and all of them together.")
@click.option("--since", metavar="REV", help="The same as --range REV..HEAD.")
@options.file(
    "--message-file", help="The message of the next commit: of the index, or of a squashed range."
)
@options.reporting
@options.strict
@options.reading
@options.config_from
@options.version
def check(**given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Check the worktree, the index, a commit or a range.

    Reports where specs, tasks, decisions, commits and the roadmap contradict each other. Without a
    mode, checks the worktree. CODES are codes or prefixes (TASK, TASK0, TASK003) or names
    (duplicate-task-id).
    """
    from aos_check.judging.judge import Modes, open_subject

    asked = [name for name in _MODES if given[name]]
    if len(asked) > 1:
        raise click.UsageError(f"--{asked[0]} and --{asked[1]} exclude each other")
    modes = Modes(**{name: given[name] for name in (*_MODES[1:], "message_file")})
    opened = open_subject(request_of(given), modes)
    conclude(report_on(opened, given), given, [opened])
