"""The options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from aos_check import __version__
from aos_check.cli.boundary import VERBOSE
from aos_check.reporters import FORMATS

Command = TypeVar("Command", bound=Callable[..., Any])

version = click.version_option(__version__, prog_name="aos-check", message="%(prog)s %(version)s")


def _remember(ctx: click.Context, _parameter: click.Parameter, value: object) -> object:
    ctx.meta[VERBOSE] = value
    return value


verbose = click.option(
    "--verbose",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_remember,
    help="Say more; on a fault of aos-check itself, the traceback.",
)


def is_verbose() -> bool:
    """True when more is to be said by the command that runs."""
    return bool(click.get_current_context().meta.get(VERBOSE))


root = click.option(
    "--root",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Judge only what lies in this folder.",
)
config_file = click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Read the configuration from this file.",
)
config_from = click.option(
    "--config-from",
    metavar="REV",
    help="Read configuration, suppressions and baseline from this revision.",
)
allow_empty = click.option("--allow-empty", is_flag=True, help="Nothing to check is no error.")


def reading(command: Command) -> Command:
    """Add the options that say what is read."""
    for option in reversed(
        [
            root,
            config_file,
            click.option(
                "--stdin",
                type=click.Path(path_type=Path),
                metavar="PATH",
                help="Take what this file holds from standard input.",
            ),
            allow_empty,
            verbose,
        ]
    ):
        command = option(command)
    return command


color = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    metavar="WHEN",
    help="auto, always or never.",
)


strict = click.option("--strict", is_flag=True, help="Warnings fail too.")


def _is_strict(_ctx: click.Context, _parameter: click.Parameter, value: str) -> bool:
    return value == "warning"


severity = click.option(
    "--severity",
    "strict",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default=True,
    callback=_is_strict,
    help="Findings of this severity fail the run, and those above it.",
)


def _words(_ctx: click.Context, _parameter: click.Parameter, value: tuple[str, ...]) -> list[str]:
    return [word.strip() for text in value for word in text.split(",")]


def reporting(command: Command) -> Command:
    """Add the options that say by which rules is judged, and how it is told."""
    for option in reversed(
        [
            click.option(
                "--format",
                "form",
                type=click.Choice(tuple(FORMATS)),
                default="text",
                show_default=True,
            ),
            click.option(
                "--output",
                type=click.Path(path_type=Path),
                metavar="FILE",
                help="Write the report to this file, and text to the terminal.",
            ),
            click.option(
                "--select",
                multiple=True,
                metavar="CODES",
                callback=_words,
                help="Run these rules only: codes, prefixes or names, with commas.",
            ),
            click.option(
                "--ignore",
                multiple=True,
                metavar="CODES",
                callback=_words,
                help="Not these rules.",
            ),
            click.option(
                "--baseline",
                "baseline_file",
                type=click.Path(path_type=Path),
                metavar="FILE",
                help="Findings in this file do not count.",
            ),
            color,
            click.option("--quiet", is_flag=True, help="Say no more than the findings."),
        ]
    ):
        command = option(command)
    return command
