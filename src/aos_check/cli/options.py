"""The options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from aos_check import __version__
from aos_check.cli.boundary import VERBOSE
from aos_check.model.addresses import suggestion
from aos_check.reporters import FORMATS

Command = TypeVar("Command", bound=Callable[..., Any])

PATH = click.Path(path_type=Path)


class Choice(click.Choice[str]):
    """One of some words. The error for another one names the nearest."""

    def get_invalid_choice_message(self, value: object, ctx: click.Context | None) -> str:
        """The message for a value that is not one of the words."""
        del ctx
        return unknown(str(value), self.choices)


def unknown(value: str, known: Sequence[str], noun: str = "value") -> str:
    """The message for a value that is not one of the known ones."""
    hint = suggestion(value, known, f"choose from {', '.join(known)}")
    return f"there is no {noun} {value!r}; {hint}"


def combined(*options: Callable[[Any], Any]) -> Callable[[Command], Command]:
    """Combine several options into one decorator."""

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def file(*names: str, metavar: str = "FILE", **more: Any) -> Callable[[Any], Any]:  # noqa: ANN401
    """An option with a path as its value."""
    return click.option(*names, type=PATH, metavar=metavar, **more)


def form(*names: str) -> Callable[[Any], Any]:
    """The option `--format`. The first name is the default."""
    return click.option(
        "--format",
        "form",
        type=Choice(names),
        default=names[0],
        metavar="FORMAT",
        help=f"Print in this format: {names[0]} (the default), {', '.join(names[1:])}.",
    )


def _words(value: tuple[str, ...]) -> list[str]:
    return [word.strip() for text in value for word in text.split(",")]


def codes(name: str, text: str) -> Callable[[Any], Any]:
    """An option whose value is a list of rules."""
    return click.option(
        name,
        multiple=True,
        metavar="CODES",
        callback=lambda _ctx, _parameter, value: _words(value),
        help=text,
    )


def names(option: str, noun: str, known: Sequence[str], text: str) -> Callable[[Any], Any]:
    """An option whose value is a list of these names, in their order; None without the option."""

    def parse(
        _ctx: click.Context, _parameter: click.Parameter, value: tuple[str, ...]
    ) -> list[str] | None:
        chosen = _words(value)
        for name in chosen:
            if name not in known:
                raise click.BadParameter(unknown(name, known, noun))
        return [name for name in known if name in chosen] if chosen else None

    return click.option(
        option,
        f"{noun}s",
        multiple=True,
        metavar=f"{noun.upper()}S",
        callback=parse,
        help=f"{text} {', '.join(known)}.",
    )


def _remember(ctx: click.Context, _parameter: click.Parameter, value: object) -> object:
    ctx.meta[VERBOSE] = value
    return value


def is_verbose() -> bool:
    """True if the command was called with `--verbose`."""
    return bool(click.get_current_context().meta.get(VERBOSE))


version = click.version_option(__version__, prog_name="aos-check", message="%(prog)s %(version)s")
verbose = click.option(
    "--verbose",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_remember,
    help="Print more, and the traceback if aos-check itself fails.",
)
root = file("--root", metavar="DIR", help="Use only the documents in this folder.")
config_file = file("--config", "config_file", help="Read the configuration from this file.")
config_from = click.option(
    "--config-from",
    metavar="REV",
    help="Use the configuration, suppressions and baseline of this revision.",
)
allow_empty = click.option(
    "--allow-empty", is_flag=True, help="Exit 0 when there is nothing to check."
)
stdin = file("--stdin", metavar="PATH", help="Take the content of PATH from standard input.")


def _expect_nats(_ctx: click.Context, _parameter: click.Parameter, value: bool) -> bool:  # noqa: FBT001
    if value:
        from aos_check.setup.installing import expect_extra

        expect_extra("nats", "nats", "--live", "check --live")
    return value


live = click.option(
    "--live",
    is_flag=True,
    callback=_expect_nats,
    help="Read the cycles of PEER from NATS too.",
)
reading = combined(root, config_file, stdin, allow_empty, verbose)
color = click.option(
    "--color",
    type=Choice(["auto", "always", "never"]),
    default="auto",
    metavar="WHEN",
    help="Use colors: auto (the default), always or never.",
)
strict = click.option("--strict", is_flag=True, help="Fail the run for warnings too.")
severity = click.option(
    "--severity",
    "strict",
    type=Choice(["error", "warning"]),
    default="error",
    metavar="SEVERITY",
    callback=lambda _ctx, _parameter, value: value == "warning",
    help="The lowest severity that fails the run: error (the default) or warning.",
)
reporting = combined(
    form(*FORMATS),
    file("--output", help="Write the report to this file, and plain text to the terminal."),
    codes("--select", "Run only these rules: codes, prefixes or names, separated by commas."),
    codes("--ignore", "Skip these rules."),
    file("--baseline", "baseline_file", help="Do not count the findings listed in this file."),
    color,
    click.option("--quiet", is_flag=True, help="Print only the findings."),
)
