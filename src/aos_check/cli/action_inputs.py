"""The inputs of the GitHub Action: environment variables that add command-line arguments."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Mapping

import click

from aos_check.model.errors import CannotCheckError

PREFIX = "AOS_CHECK_"
"""The prefix of all variables."""

OPTIONS = ("range", "severity", "baseline", "report-file")
"""Options that take their value from a variable, unless it is empty."""

FLAGS = ("squash",)
"""Options that a variable turns on with `true`."""


class WithInputs(click.Command):
    """A command that also takes arguments from variables. The written arguments come last."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the arguments from variables before the others."""
        return super().parse_args(ctx, [*arguments(os.environ), *args])


def arguments(environment: Mapping[str, str]) -> Iterator[str]:
    """The arguments that the variables stand for. No value can become another option."""
    for name in OPTIONS:
        if value := environment.get(PREFIX + name.upper().replace("-", "_"), "").strip():
            yield f"--{name}={value}"
    for name in FLAGS:
        if _is_on(name, environment):
            yield f"--{name}"
    if file := environment.get(PREFIX + "SARIF_FILE", "").strip():
        yield from ("--format=sarif", f"--output={file}")
    yield from _extra(environment)
    for line in environment.get(PREFIX + "PATHS", "").splitlines():
        if path := line.strip():
            yield f"./{path}" if path.startswith("-") else path


def _is_on(name: str, environment: Mapping[str, str]) -> bool:
    value = environment.get(PREFIX + name.upper(), "").strip().lower()
    if value not in {"", "true", "false"}:
        raise CannotCheckError(f"the input {name} is {value}", "write true or false")
    return value == "true"


def _extra(environment: Mapping[str, str]) -> list[str]:
    """The extra arguments, split as a shell splits them."""
    text = environment.get(PREFIX + "ARGS", "")
    try:
        return shlex.split(text)
    except ValueError as error:
        raise CannotCheckError(
            f"the input args cannot be split into words: {error}", "close every quotation mark"
        ) from error
