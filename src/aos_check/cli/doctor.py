"""`aos-check doctor`: test that the installed gates refuse a sample."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from aos_check.cli import options
from aos_check.cli.output import emit, say, show, style_for
from aos_check.model.errors import CannotCheckError

GATES = ("git-hooks", "pre-commit", "agents", "ci", "versions", "merge", "rules", "trust")
"""The gates to test. They are repeated here so that `--help` imports nothing else."""

_UNKNOWN = 2
_EPILOG = """\b
Exit codes:
  - 0: every installed gate holds
  - 1: a gate is open, or there is neither a git hook nor CI
  - 2: there is no repository, or nothing could be tested

A gate is open if it is installed, but does not run or refuses nothing. Gates that you have not
installed are only mentioned."""


@click.command(epilog=_EPILOG)
@options.names("--only", "gate", GATES, "Test only these gates, separated by commas:")
@click.option("--online", is_flag=True, help="Check that the named sources of aos-check resolve.")
@options.form("text", "json")
@options.color
@options.verbose
def doctor(gates: list[str] | None, form: str, color: str, *, online: bool) -> None:
    """Test that installed gates run and refuse a sample.

    Tries each hook in a temporary repository, with one sample that it must refuse and one that it
    must accept. All hooks together may take 120 seconds. Writes nothing in this repository.

    This runs your own git hooks, and the hooks of aos-check in your pre-commit configuration, one
    at a time, as your next commit would. pre-commit may install them first. Of the commands in a
    coding agent's settings, it runs only aos-check. With --online, it also fetches the revision of
    aos-check that a hook or workflow names, and discards it.

    \b
    Examples:
      aos-check doctor
      aos-check doctor --only trust
    """  # noqa: D301 - click reads the backspace
    from aos_check.reporters.style import Style
    from aos_check.setup.doctor import examine, exit_code
    from aos_check.setup.doctor.text import as_text

    if sys.stderr.isatty():
        say("trying the gates on a sample, in a temporary folder ...")
    results = list(examine(Path.cwd(), gates or GATES, online=online))
    code = exit_code(results, gates or GATES)
    if code == _UNKNOWN:
        for line in as_text(results, Style()).splitlines():
            say(line)
        raise CannotCheckError("no gate could be tested", "follow the help above, and try again")
    if form == "json":
        from aos_check.setup.doctor.published import as_json

        emit(as_json(results))
    else:
        style = style_for(color)
        show(as_text(results, style), style)
    click.get_current_context().exit(code)
