"""`aos-check check`: judge the worktree, the index, a commit or a range."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from aos_check.cli import options
from aos_check.cli.present import conclude, report_on
from aos_check.cli.terminal import request_of

_MODES = ("stdin", "staged", "commit", "range", "since")


@click.command()
@click.option("--staged", is_flag=True, help="HEAD against the index about to be committed.")
@click.option("--commit", metavar="REV", help="A commit against its parent, with its message.")
@click.option("--range", metavar="A..B", help="Each commit that B has and A has not; the whole.")
@click.option("--since", metavar="REV", help="The same as --range REV..HEAD.")
@click.option(
    "--message-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The message of the commit to come: of the index, or of the range squashed.",
)
@options.reporting
@options.strict
@options.reading
@options.config_from
@options.version
def check(**given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Check that what the artifacts, the commits and the roadmap say holds together.

    Without a mode: the worktree as it is. CODES are codes or prefixes (TASK, TASK0, TASK003) or
    names (duplicate-task-id).
    """
    from aos_check.judging.judge import Modes, open_subject

    asked = [name for name in _MODES if given[name]]
    if len(asked) > 1:
        raise click.UsageError(f"--{asked[0]} and --{asked[1]} exclude each other")
    modes = Modes(**{name: given[name] for name in (*_MODES[1:], "message_file")})
    opened = open_subject(request_of(given), modes)
    conclude(report_on(opened, given), given, [opened])
