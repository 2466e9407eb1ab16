"""`aos-check commit-msg` and `prepare-commit-msg`: the hooks of those names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from aos_check.cli import options
from aos_check.cli.present import conclude, report_on
from aos_check.cli.terminal import request_of

_FILE = click.Path(path_type=Path)


@click.command(name="commit-msg")
@click.argument("file", type=_FILE)
@options.reporting
@options.strict
@options.root
@options.config_file
@options.config_from
@options.allow_empty
@options.verbose
def commit_msg(file: Path, **given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Check the message in FILE together with the index against HEAD (the git hook)."""
    from aos_check.judging.revisions import RevisionReader

    opened = RevisionReader(request_of(given)).staged(file, documents=False)
    # What the hook beside this one judges need not be listed for every commit.
    quiet = given["quiet"] or not options.is_verbose()
    conclude(report_on(opened, given), {**given, "quiet": quiet})


@click.command(name="prepare-commit-msg")
@click.argument("file", type=_FILE)
@click.argument("source", required=False, default="")
@click.argument("sha", required=False, default="")
@options.root
@options.config_file
@options.verbose
def prepare_commit_msg(file: Path, source: str, sha: str, **given: Any) -> None:  # noqa: ANN401
    """Write the trailer that names the task into FILE, when exactly one task fits.

    A message that names one already is left alone, and so are merges, squashes and amends.
    """
    from aos_check.cli.trailer import prepare

    del sha
    prepare(file, source, request_of(given))
