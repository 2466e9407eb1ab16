"""`aos-check export`: the whole model as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from aos_check.cli import options
from aos_check.cli.output import emit, save


@click.command()
@click.option(
    "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to this file."
)
@options.reading
def export(output: Path | None, **given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Print what the artifacts hold, as JSON: roadmap, decisions, specs, tasks.

    `aos-check schema export` describes it.
    """
    from aos_check.cli.terminal import request_of
    from aos_check.judging.worktree import open_projects
    from aos_check.reporters.export import as_json

    text = as_json(open_projects(request_of(given)).projects)
    if output:
        save(text, output)
    else:
        emit(text)
