"""`aos-check prove`: run a command, and record that it proves a task."""

from __future__ import annotations

from typing import Any

import click

from aos_check.cli import options


@click.command()
@click.argument("task")
@click.argument("command", nargs=-1, required=True)
@options.root
@options.config_file
@options.verbose
def prove(task: str, command: tuple[str, ...], **given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Run a command as the proof of a task.

    TASK is an address such as login#1.2, and COMMAND is everything after `--`. Commit the code
    first.

    Runs COMMAND without a shell, in the top folder of the repository. Adds its exit code and the
    tree of HEAD to evidence.json in the spec's folder, or to login.evidence.json next to a spec in
    one file login.md. Exits with the exit code of COMMAND.

    \b
    Examples:
      aos-check prove login#1.1 -- pytest tests/test_login.py
    """  # noqa: D301 - click reads the backspace
    from aos_check.cli.proving import prove_task

    click.get_current_context().exit(prove_task(task, command, given))
