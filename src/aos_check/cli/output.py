"""What is written: to standard output, to a file, and with colour or without."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from aos_check.model.errors import CannotCheckError


def say(text: str) -> None:
    """Write a line to standard error, whatever it quotes."""
    from aos_check.reporters.style import inert, safe

    click.echo(inert(safe(text)), err=True)


def emit(text: str, *, colour: bool = False, commands: bool = False) -> None:
    """Write to standard output. A reader who has left early does not change the exit code.

    Only what holds `commands` for the machine that runs a build may give it any.
    """
    from aos_check.reporters.style import inert

    try:
        click.echo(text if commands else inert(text), nl=False, color=colour)
        sys.stdout.flush()
    except BrokenPipeError:
        silence()
    except OSError as error:
        silence()
        raise unwritable(error) from error


def silence() -> None:
    """Let standard output lead nowhere: Python flushes once more at its end, and would complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def unwritable(error: OSError) -> CannotCheckError:
    """What is said when standard output takes nothing."""
    return CannotCheckError(
        f"cannot write standard output: {error.strerror}", "see where it leads, or use --output"
    )


def save(text: str, file: Path) -> None:
    """Write to a file, through no link that the repository holds."""
    from aos_check.git import expect_no_link

    expect_no_link(file)
    try:
        file.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise CannotCheckError(
            f"{file} cannot be written: {error.strerror}", "name another file with --output"
        ) from error


def wants_colour(when: str, environment: Mapping[str, str]) -> bool:
    """True if text gets colours: as the option says, else the environment, else on a terminal."""
    if when != "auto":
        return when == "always"
    if environment.get("NO_COLOR"):
        return False
    if any(
        environment.get(name, "") not in {"", "0"} for name in ("FORCE_COLOR", "CLICOLOR_FORCE")
    ):
        return True
    if environment.get("CLICOLOR") == "0" or environment.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()
