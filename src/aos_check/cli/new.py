"""`aos-check new`: a spec or a decision, numbered or dated as its layout asks, to be filled in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from aos_check.cli import options


@click.command()
@click.argument("kind", type=click.Choice(["spec", "decision"]))
@click.argument("name")
@click.option(
    "--layout", metavar="NAME", help="Write it as this layout does; a decision: nygard or madr too."
)
@click.option(
    "--root",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write it for the project in this folder.",
)
@click.option("--dry-run", is_flag=True, help="Show it, and write nothing.")
@options.verbose
def new(kind: str, **given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Write the first documents of a spec called NAME, or a decision of that title.

    They are like the newest of their kind, with the date or the number that the layout asks for.
    What only a person can say stands in brackets, and DOC002 reports it until it is said.
    """
    from aos_check.cli.new_run import write_decision, write_spec

    (write_spec if kind == "spec" else write_decision)(given)
