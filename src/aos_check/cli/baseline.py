"""`aos-check baseline`: record today's findings, so that only new ones count."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from aos_check.cli import options
from aos_check.cli.terminal import request_of
from aos_check.model.errors import CannotCheckError


@click.command()
@click.option("--prune", is_flag=True, help="Only remove findings that are fixed by now.")
@options.root
@options.config_file
@options.verbose
def baseline(*, prune: bool, **given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Record today's findings, so only new ones count.

    Writes them to .aos-check-baseline.json, or to the file that the configuration names. Commit
    that file.

    \b
    Examples:
      aos-check baseline
      aos-check baseline --prune
    """  # noqa: D301 - click reads the backspace
    from aos_check.git.files import replace_file
    from aos_check.judging.input.worktree import open_projects
    from aos_check.judging.judge import find_all
    from aos_check.judging.report.baseline import pruned, written
    from aos_check.model.wording import counted

    opened = open_projects(request_of(given))
    findings = find_all(opened)
    top, name = opened.top or Path(), opened.config.baseline
    if not (top / name).resolve().is_relative_to(top.resolve()):
        raise CannotCheckError(
            f"the baseline {name} is outside of {top}", "name a file of this repository"
        )
    if not prune:
        text, done = written(findings), f"wrote {counted(len(findings), 'finding')} to {name}"
    elif opened.baseline is None:
        raise CannotCheckError(f"there is no baseline {name}", "write it with `aos-check baseline`")
    else:
        text, gone = pruned(opened.baseline.content, name, findings)
        done = f"removed {gone} from {name}"
    replace_file(top / name, text.encode())
    click.echo(done)
