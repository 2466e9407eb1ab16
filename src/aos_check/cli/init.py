"""`aos-check init`: add the configuration, the hooks and the workflow to a repository."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from aos_check.cli import options
from aos_check.cli.output import emit
from aos_check.model.errors import CannotCheckError


@click.command()
@click.option("--dry-run", is_flag=True, help="Show the changes, and write nothing.")
@click.option("--remove", is_flag=True, help="Remove what init has added.")
@click.option("--layout", metavar="NAME", help="Use this layout, if there are no documents yet.")
@options.only("part", ("config", "pre-commit", "workflow", "agents"))
@options.verbose
def init(parts: Sequence[str], layout: str | None, *, dry_run: bool, remove: bool) -> None:
    """Set up aos-check in this repository.

    Adds a configuration, git hooks, a CI workflow and hooks for Claude Code. Keeps what exists.
    Shows every change as a diff, and makes either all changes or none. A second run changes
    nothing.
    """
    from aos_check.setup.init.run import set_up, take_out

    if remove and layout:
        raise click.UsageError("--layout does not go with --remove")
    texts = (
        take_out(parts, dry_run=dry_run)
        if remove
        else set_up(parts, layout, _ask_for_layout, dry_run=dry_run)
    )
    for text in texts:
        emit(text)


def _ask_for_layout() -> str:
    """Ask the user. Raises CannotCheckError without a terminal."""
    from aos_check.reading.layout_files import shipped_names

    if sys.stdin is None or not sys.stdin.isatty():
        raise CannotCheckError(
            "there are no documents yet from which the layout could be seen",
            f"name it with --layout: {', '.join(shipped_names())}",
        )
    chosen: str = click.prompt("Which layout?", type=click.Choice(shipped_names()), err=True)
    return chosen
