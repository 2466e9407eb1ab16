"""Writing to standard output, to standard error and to files."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from aos_check.model.errors import CannotCheckError

if TYPE_CHECKING:
    from aos_check.reporters.style import Style

NARROWEST = 40
"""The least columns to break lines at. In a narrower terminal, the terminal breaks them."""


def say(text: str) -> None:
    """Write a line to standard error, made safe for terminals and CI runners."""
    from aos_check.reporters.style import Style, inert, safe

    click.echo(inert(Style(columns=columns_of(sys.stderr)).fitted(safe(text))), err=True)


def emit(text: str, *, colour: bool = False, commands: bool = False) -> None:
    """Write to standard output. A reader that stops early does not change the exit code.

    Workflow commands of a CI runner are disabled in the text, unless `commands` is true.
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


def show(text: str, style: Style) -> None:
    """Write text for a person to standard output, in the width of the terminal."""
    emit(style.fitted(text), colour=True)


def silence() -> None:
    """Discard further output, so that Python does not fail to flush it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def unwritable(error: OSError) -> CannotCheckError:
    """The error for standard output that cannot be written."""
    return CannotCheckError(
        f"cannot write standard output: {error.strerror}",
        "check where it is redirected, or use --output",
    )


def save(text: str, file: Path) -> None:
    """Write to a file, but not through a symbolic link of the repository."""
    from aos_check.git import expect_no_link

    expect_no_link(file)
    try:
        file.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise CannotCheckError(
            f"{file} cannot be written: {error.strerror}", "name another file with --output"
        ) from error


def style_for(when: str) -> Style:
    """The style of standard output, with colours as the option says."""
    from aos_check.reporters.drawing import pencil_for
    from aos_check.reporters.style import Style

    pencil = pencil_for(sys.stdout.encoding or "ascii")
    return Style(wants_colour(when, os.environ), columns_of(sys.stdout), pencil.ellipsis)


def columns_of(stream: TextIO) -> int:
    """The columns to use of the terminal that the stream goes to; 0 if it goes elsewhere."""
    # The last column stays free, because old Windows consoles begin a new line after it.
    return max(shutil.get_terminal_size().columns - 1, NARROWEST) if stream.isatty() else 0


def wants_colour(when: str, environment: Mapping[str, str]) -> bool:
    """True if text gets colours: as the option says, else the environment, else the terminal.

    NO_COLOR wins over FORCE_COLOR (https://no-color.org, https://force-color.org), and an empty
    variable counts as unset.
    """
    if when != "auto":
        return when == "always"
    if environment.get("NO_COLOR") or environment.get("FORCE_COLOR") == "0":
        return False
    if environment.get("FORCE_COLOR") or environment.get("CLICOLOR_FORCE", "0") not in {"", "0"}:
        return True
    if environment.get("CLICOLOR") == "0" or environment.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()
