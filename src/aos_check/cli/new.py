"""`aos-check new`: write the draft of a spec or a decision."""

from __future__ import annotations

from pathlib import Path

import click

from aos_check.cli import options
from aos_check.cli.output import emit


@click.command()
@click.argument("kind", type=options.Choice(["spec", "decision"]), metavar="KIND")
@click.argument("name")
@click.option(
    "--layout", metavar="NAME", help="Use this layout. For a decision, also nygard or madr."
)
@options.file("--root", metavar="DIR", help="Write the draft for the project in this folder.")
@click.option("--dry-run", is_flag=True, help="Show the files, and write nothing.")
@options.verbose
def new(kind: str, name: str, layout: str | None, root: Path | None, *, dry_run: bool) -> None:
    """Write a draft of a spec or a decision.

    KIND is spec or decision, and NAME the name of the spec or the title of the decision. The draft
    is modelled on the newest spec or decision, with the number or date that the layout wants.
    Replace the text in brackets: DOC002 reports it until then.

    \b
    Examples:
      aos-check new spec login
      aos-check new decision "Keep sessions in Redis"
    """  # noqa: D301 - click reads the backspace
    from aos_check.setup.scaffold.run import write_decision, write_spec

    write = write_spec if kind == "spec" else write_decision
    for text in write(name, layout, root, dry_run=dry_run):
        emit(text)
