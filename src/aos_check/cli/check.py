"""`aos-check check`: judge the artifacts on disk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aos_check.cli import options
from aos_check.cli.output import emit, save, wants_colour

if TYPE_CHECKING:
    from aos_check.finding import Report

FORMATS = ("text", "json")
"""Known here as well, so that `--help` need not import the reporters."""


def _words(_ctx: click.Context, _parameter: click.Parameter, value: tuple[str, ...]) -> list[str]:
    return [word.strip() for text in value for word in text.split(",")]


@click.command()
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the report to this file, and text to the terminal.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="CODES",
    callback=_words,
    help="Run these rules only: codes, prefixes or names, with commas.",
)
@click.option("--ignore", multiple=True, metavar="CODES", callback=_words, help="Not these rules.")
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@options.reading
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    metavar="WHEN",
    help="auto, always or never.",
)
@click.option("--quiet", is_flag=True, help="Say no more than the findings.")
@options.version
@click.pass_context
def check(ctx: click.Context, /, **given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Check the worktree: what its artifacts say must hold together.

    CODES are codes or prefixes (TASK, TASK0, TASK003) or names (duplicate-task-id).
    """
    from aos_check.cli.judging import judge
    from aos_check.cli.opening import Request

    names = ("root", "config_file", "stdin", "allow_empty", "quiet")
    request = Request(**{name: given[name] for name in names}, verbose=options.is_verbose())
    report = judge(request, select=given["select"], ignore=given["ignore"])
    _write(report, given)
    ctx.exit(int(report.fails(strict=given["strict"])))


def _write(report: Report, given: dict[str, Any]) -> None:
    """Write the report in its format; beside a file, the terminal gets text."""
    from aos_check.reporters import REPORTERS

    if given["output"]:
        save(REPORTERS[given["form"]](report), given["output"])
    if given["form"] == "text" or given["output"]:
        emit(_for_terminal(report, given), colour=True)
    else:
        emit(REPORTERS[given["form"]](report))


def _for_terminal(report: Report, given: dict[str, Any]) -> str:
    from aos_check.reporters.style import Style
    from aos_check.reporters.text import Detail, as_text

    detail = Detail.VERBOSE if options.is_verbose() else Detail.NORMAL
    if given["quiet"]:
        detail = Detail.QUIET
    return as_text(report, Style(colour=wants_colour(given["color"], os.environ)), detail)
