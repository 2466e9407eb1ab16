"""`aos-check approve`: record that a person approves the requirements of a spec."""

from __future__ import annotations

from typing import Any

import click

from aos_check.cli import options


@click.command()
@click.argument("spec", required=False)
@options.file(
    "--artifact", metavar="PATH", help="Approve this document instead of the requirements."
)
@click.option("--note", metavar="TEXT", default="", help="Record this note with the approval.")
@click.option("--revoke", is_flag=True, help="Revoke the approvals of the document.")
@click.option(
    "--all-finished",
    is_flag=True,
    help="Record nothing, and require no approval for specs that have finished work by now.",
)
@options.root
@options.config_file
@options.verbose
def approve(**given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Record that you approve the requirements of a spec.

    SPEC is a spec's folder, slug, number or path. Writes the approval of the current text to
    approval.json in the spec's folder, or to login.approval.json next to a spec in one file
    login.md. Commit that file: its commit proves who approved. Coding agents may not run this.

    With --all-finished and without SPEC, sets enforce-since in the configuration to the present
    commit. Specs that have finished work at that commit then need no approval, at any level.

    \b
    Examples:
      aos-check approve login
      aos-check approve login --note "agreed on Monday"
    """  # noqa: D301 - click reads the backspace
    from aos_check.cli.approval import approve_spec
    from aos_check.cli.approve_finished import leave_finished

    alone = given["all_finished"]
    if alone and (
        given["spec"] is not None or given["revoke"] or given["artifact"] or given["note"]
    ):
        raise click.UsageError("--all-finished takes no SPEC, --artifact, --note or --revoke")
    if not alone and given["spec"] is None:
        raise click.UsageError("name a SPEC, or pass --all-finished")
    leave_finished(given) if alone else approve_spec(given)
