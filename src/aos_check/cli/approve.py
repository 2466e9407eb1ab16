"""`aos-check approve`: record that a person approves the requirements of a spec."""

from __future__ import annotations

from typing import Any

import click

from aos_check.cli import options


@click.command()
@click.argument("spec")
@options.file(
    "--artifact", metavar="PATH", help="Approve this document, by default the requirements."
)
@click.option("--note", metavar="TEXT", default="", help="A note to keep with the record.")
@click.option("--revoke", is_flag=True, help="Take back the approvals of the document.")
@options.root
@options.config_file
@options.verbose
def approve(**given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Record that you approve the requirements of a spec.

    SPEC is a spec's folder, slug, number or path. The approval of the current text is written to
    the spec's approval.json. Commit that file: the commit proves who approved. A coding agent is
    refused.
    """
    from aos_check.cli.approval import approve_spec

    approve_spec(given)
