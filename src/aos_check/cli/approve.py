"""`aos-check approve`: record that a person approves the requirements of a spec."""

from __future__ import annotations

from typing import Any

import click

from aos_check.cli import options


@click.command()
@click.argument("spec")
@options.file(
    "--artifact", metavar="PATH", help="Approve this document instead of the requirements."
)
@click.option("--note", metavar="TEXT", default="", help="Record this note with the approval.")
@click.option("--revoke", is_flag=True, help="Revoke the approvals of the document.")
@options.root
@options.config_file
@options.verbose
def approve(**given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Record that you approve the requirements of a spec.

    SPEC is a spec's folder, slug, number or path. Writes the approval of the current text to
    approval.json in the spec's folder. Commit that file: its commit proves who approved. Coding
    agents may not run this.
    """
    from aos_check.cli.approval import approve_spec

    approve_spec(given)
