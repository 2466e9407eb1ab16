"""`aos-check baseline`: today's findings, so that only new ones count."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from aos_check.cli import options


@click.command()
@click.option("--prune", is_flag=True, help="Only take out what is no longer found.")
@options.root
@options.config_file
@options.verbose
def baseline(prune: bool, **given: Any) -> None:  # noqa: ANN401, FBT001 - what click parsed
    """Write the findings of today to the baseline, so that only new ones count.

    The file is .aos-check-baseline.json, or what the configuration names. Commit it.
    """
    from aos_check.cli.terminal import request_of
    from aos_check.judging.baseline import pruned, written
    from aos_check.judging.judge import find_all
    from aos_check.judging.worktree import open_projects

    opened = open_projects(request_of(given))
    report = find_all(opened)
    file, name = _file(opened.top or Path(), opened.config.baseline)
    if prune:
        from aos_check.model.errors import CannotCheckError

        if opened.baseline is None:
            raise CannotCheckError(
                f"there is no baseline {name}", "write it with `aos-check baseline`"
            )
        text, gone = pruned(opened.baseline.content, name, report.findings)
        said = f"took {gone} out of {name}"
    else:
        text = written(report.findings)
        count = len(report.findings)
        said = f"wrote {count} {'finding' if count == 1 else 'findings'} to {name}"
    from aos_check.git.files import replace_file

    replace_file(file, text.encode())
    click.echo(said)


def _file(top: Path, name: str) -> tuple[Path, str]:
    """The file to write, which must lie inside the repository."""
    from aos_check.model.errors import CannotCheckError

    file = (top / name).resolve()
    if not file.is_relative_to(top.resolve()):
        raise CannotCheckError(
            f"the baseline {name} lies outside of {top}", "name a file of this repository"
        )
    return top / name, name
