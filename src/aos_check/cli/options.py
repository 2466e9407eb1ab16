"""The options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from aos_check import __version__
from aos_check.cli.boundary import VERBOSE

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


def reading(command: Command) -> Command:
    """Add the options that say what is read."""
    for option in reversed(
        [
            click.option(
                "--root",
                type=click.Path(path_type=Path),
                metavar="DIR",
                help="Judge only what lies in this folder.",
            ),
            click.option(
                "--config",
                "config_file",
                type=click.Path(path_type=Path),
                metavar="FILE",
                help="Read the configuration from this file.",
            ),
            click.option(
                "--stdin",
                type=click.Path(path_type=Path),
                metavar="PATH",
                help="Take what this file holds from standard input.",
            ),
            click.option("--allow-empty", is_flag=True, help="Nothing to check is no error."),
            verbose,
        ]
    ):
        command = option(command)
    return command
