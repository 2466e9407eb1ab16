"""`aos-check export`: print the whole model as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from aos_check.cli import options
from aos_check.cli.output import emit, save
from aos_check.cli.terminal import request_of


@click.command()
@options.file("--output", help="Write to this file.")
@options.reading
def export(output: Path | None, **given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Print the roadmap, decisions, specs and tasks as JSON.

    `aos-check schema export` describes the format.

    \b
    Examples:
      aos-check export --output project.json
    """  # noqa: D301 - click reads the backspace
    from aos_check.judging.input.worktree import open_projects
    from aos_check.reporters.export import as_json

    text = as_json(open_projects(request_of(given)).projects)
    if output:
        save(text, output)
    else:
        emit(text)
