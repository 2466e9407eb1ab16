"""`aos-check init`: the configuration, the hooks and the workflow, put into a repository."""

from __future__ import annotations

from typing import Any

import click

from aos_check.cli import options

PARTS = ("config", "pre-commit", "workflow", "agents")
"""What is set up, each by itself. Known here as well, so that nothing else need be imported."""


def _parts(_ctx: click.Context, _parameter: click.Parameter, value: tuple[str, ...]) -> list[str]:
    named = [word.strip() for text in value for word in text.split(",")]
    for name in named:
        if name not in PARTS:
            raise click.BadParameter(f"there is no part {name!r}; there are {', '.join(PARTS)}")
    return [part for part in PARTS if part in named] if named else list(PARTS)


@click.command()
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@click.option("--remove", is_flag=True, help="Take out what init has put in.")
@click.option("--layout", metavar="NAME", help="The layout, where there are no artifacts yet.")
@click.option(
    "--only",
    "parts",
    multiple=True,
    metavar="PARTS",
    callback=_parts,
    help=f"Only these, with commas: {', '.join(PARTS)}.",
)
@options.verbose
def init(**given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Set the check up in this repository: configuration, hooks, workflow, agent hooks.

    What is there already stays as it is. Every change is shown as a diff; either all of them are
    made or none. A second run changes nothing.
    """
    from aos_check.cli.init_run import set_up, take_down

    (take_down if given["remove"] else set_up)(given)
