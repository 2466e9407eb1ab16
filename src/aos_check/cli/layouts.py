"""`aos-check layouts`: the layouts that were found, and how a file or line is read."""

from __future__ import annotations

from typing import Any

import click

from aos_check.cli import options
from aos_check.cli.output import emit, style_for
from aos_check.cli.terminal import request_of


@click.command()
@click.option("--explain", metavar="PATH[:LINE]", help="Print how this file or line is read.")
@click.option("--show", metavar="NAME", help="Print a shipped layout as TOML, to copy it.")
@options.form("text", "json")
@options.color
@options.root
@options.config_file
@options.verbose
def layouts(
    explain: str | None,
    show: str | None,
    form: str,
    color: str,
    **given: Any,  # noqa: ANN401 - click's
) -> None:
    """Show which layouts were found, where and why.

    Prints each home with its layouts, the numbers of its specs, documents and tasks, and the
    layouts that were tried and rejected. With --verbose, prints how each file in a home is read.
    `aos-check schema layouts` and `aos-check schema explanation` describe the JSON.

    \b
    Examples:
      aos-check layouts
      aos-check layouts --explain agent-os/product/roadmap.md:7
      aos-check layouts --show kiro
    """  # noqa: D301 - click reads the backspace
    if show is not None and explain is not None:
        raise click.UsageError("--explain and --show exclude each other")
    if show is not None:
        from aos_check.judging.layout_tables import as_table

        emit(as_table(show))
        return
    from aos_check.judging.inventory import explained, found_layouts
    from aos_check.reporters.layouts_text import as_text, explanation_as_text

    style, request = style_for(color), request_of(given)
    if explain is not None:
        explanation = explained(explain, request)
        text = explanation.as_json() if form == "json" else explanation_as_text(explanation, style)
    else:
        found = found_layouts(request)
        text = (
            found.as_json()
            if form == "json"
            else as_text(found, style, verbose=options.is_verbose())
        )
    emit(text if form == "json" else style.fitted(text), colour=True)
