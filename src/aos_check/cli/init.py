"""`aos-check init`: add the configuration, the hooks and the workflow to a repository."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Any

import click

from aos_check.cli import options
from aos_check.cli.output import emit
from aos_check.model.errors import CannotCheckError

PARTS = ("pre-commit", "workflow", "claude-code", "merge")
"""The parts to choose from. They are repeated here so that `--help` imports nothing else."""


@click.command()
@options.names(
    "--with", "part", PARTS, "Add these parts, separated by commas, and ask for no others:"
)
@click.option("--observe", is_flag=True, help="Only report findings at first: nothing fails.")
@click.option("--enforce", is_flag=True, help="End the observation: errors fail from now on.")
@click.option("--remove", is_flag=True, help="Remove what init has added.")
@click.option("--layout", metavar="NAME", help="Use this layout, if there are no documents yet.")
@click.option("--dry-run", is_flag=True, help="Show the changes, and write nothing.")
@click.option("--yes", is_flag=True, help="Do not ask before writing.")
@options.verbose
def init(**given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Set up aos-check in this repository.

    Adds a configuration, and the parts that you choose: git hooks, a CI workflow, hooks for Claude
    Code, a merge driver for task lists. Without --with, it asks about each part on a terminal, and
    adds none elsewhere. The hooks and the workflow install aos-check from where you installed it.

    Keeps what exists. Shows every change as a diff before it writes, and makes either all changes
    or none. A second run changes nothing.

    \b
    Examples:
      aos-check init
      aos-check init --observe --with pre-commit,workflow
      aos-check init --enforce
    """  # noqa: D301 - click reads the backspace
    _expect_one_purpose(given)
    for text in _run(given):
        emit(text)


def _expect_one_purpose(given: dict[str, Any]) -> None:
    """Refuse options that do not go together."""
    purpose = next((name for name in ("remove", "enforce") if given[name]), None)
    others = ("enforce", "observe", "layout", "parts")
    for other in others if purpose else ():
        if other != purpose and given[other]:
            shown = "with" if other == "parts" else other
            raise click.UsageError(f"--{shown} does not go with --{purpose}")


def _run(given: dict[str, Any]) -> Iterator[str]:
    from aos_check.setup.init.enforce import enforce
    from aos_check.setup.init.run import Questions, Wishes, find_repository, set_up, take_out

    def confirm() -> bool:
        return given["yes"] or not _is_terminal() or _asked("Write this?", default=True)

    if given["remove"]:
        return take_out(dry_run=given["dry_run"], confirm=confirm)
    if given["enforce"]:
        return enforce(find_repository(), dry_run=given["dry_run"], confirm=confirm)
    parts: Sequence[str] | None = given["parts"]
    wishes = Wishes(parts, given["layout"], given["observe"], given["dry_run"])
    return set_up(wishes, Questions(_ask_for_layout, _ask_for_part, confirm))


def _is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _asked(question: str, *, default: bool) -> bool:
    return click.confirm(question, default=default, err=True)


def _ask_for_part(part: str) -> bool:
    """Ask the user; without a terminal, the part is not wanted."""
    from aos_check.setup.init.target import PARTS as TITLES

    return _is_terminal() and _asked(f"Add {TITLES[part]}?", default=False)


def _ask_for_layout() -> str:
    """Ask the user. Raises CannotCheckError without a terminal."""
    from aos_check.reading.layout_files import shipped_names

    if not _is_terminal():
        raise CannotCheckError(
            "there are no documents yet from which the layout could be seen",
            f"name it with --layout: {', '.join(shipped_names())}; without a framework, try kiro",
        )
    chosen: str = click.prompt("Which layout?", type=options.Choice(shipped_names()), err=True)
    return chosen
