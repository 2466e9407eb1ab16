"""`aos-check doctor`: whether the gates that are installed really refuse something."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from aos_check.cli import options
from aos_check.cli.output import emit, say, wants_colour
from aos_check.model.errors import CannotCheckError

GATES = ("git-hooks", "pre-commit", "agents", "ci", "versions")
"""What is examined. Known here as well, so that nothing else need be imported."""

_EPILOG = """\b
Exit codes: 1 a gate is open: it is set up, and does not run or does not refuse;
or neither a hook of git nor CI stands at all. What nobody has set up is named,
and fails nothing by itself. 2 no repository, or nothing that could be judged.
0 otherwise."""


def _gates(_ctx: click.Context, _parameter: click.Parameter, value: tuple[str, ...]) -> list[str]:
    named = [word.strip() for text in value for word in text.split(",")]
    for name in named:
        if name not in GATES:
            raise click.BadParameter(f"there is no gate {name!r}; there are {', '.join(GATES)}")
    return [gate for gate in GATES if gate in named] if named else list(GATES)


@click.command(epilog=_EPILOG)
@click.option(
    "--only",
    "gates",
    multiple=True,
    metavar="GATES",
    callback=_gates,
    help=f"Only these, with commas: {', '.join(GATES)}.",
)
@click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True
)
@options.color
@options.verbose
def doctor(gates: list[str], form: str, color: str) -> None:
    """Prove that each gate that is installed runs and refuses a sample, and name what is missing.

    Nothing is written in this repository. Each hook is tried in a repository of its own, in a
    temporary folder that is deleted afterwards, with a sample that it must refuse and one that it
    must let through, for 120 seconds at most.

    That runs your own hooks, one at a time, and of pre-commit's configuration our entries: what git
    runs at your next commit. pre-commit may install them first. Of a coding agent's settings
    nothing runs but aos-check itself.
    """
    from aos_check.setup.doctor import examine, exit_code

    if sys.stderr.isatty():
        say("trying the gates on a sample, in a temporary folder ...")
    results = list(examine(Path.cwd(), gates))
    code = exit_code(results, gates)
    from aos_check.reporters.style import Style
    from aos_check.setup.doctor.text import as_text

    if code == _UNKNOWN:
        for line in as_text(results, Style()).splitlines():
            say(line)
        raise CannotCheckError("no gate could be judged", "do what is said above, and try again")
    if form == "json":
        from aos_check.setup.doctor.published import as_json

        emit(as_json(results))
    else:
        emit(as_text(results, Style(colour=wants_colour(color, os.environ))), colour=True)
    click.get_current_context().exit(code)


_UNKNOWN = 2
