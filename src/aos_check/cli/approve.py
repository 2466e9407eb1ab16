"""`aos-check approve`: record that a person approves what a spec's requirements say now."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from aos_check.cli import options


@click.command()
@click.argument("spec")
@click.option(
    "--artifact",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Approve this document of the spec; by default its requirements.",
)
@click.option("--note", metavar="TEXT", default="", help="A word on it, kept with the record.")
@click.option("--revoke", is_flag=True, help="Take the approvals of the document back.")
@options.root
@options.config_file
@options.verbose
def approve(**given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Record an approval of the present content of SPEC in its approval.json.

    SPEC is a spec's folder, slug, number or path. Commit the file: its commit proves who approved.
    A coding agent is refused.
    """
    from aos_check.cli.approval import approve_spec

    approve_spec(given)
