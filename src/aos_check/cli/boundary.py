"""Turning the errors of all commands into a message and an exit code."""

from __future__ import annotations

import errno
import traceback
from typing import Any, NoReturn

import click

from aos_check.cli.output import say, silence
from aos_check.model.addresses import suggestion
from aos_check.model.errors import CannotCheckError

CANNOT_CHECK = 2
OWN_FAULT = 3
INTERRUPTED = 130

VERBOSE = "aos_check.verbose"
"""The key in a command's context for `--verbose`."""


class Boundary(click.Group):
    """A group whose commands may raise."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401 - click's own
    ) -> click.Context:
        """Parse the arguments. On an interrupt, click would exit with 1, the code for findings."""
        try:
            return super().make_context(info_name, args, parent, **extra)
        except BrokenPipeError:
            silence()
            raise click.exceptions.Exit(0) from None
        except KeyboardInterrupt:
            raise click.exceptions.Exit(INTERRUPTED) from None

    def invoke(self, ctx: click.Context) -> object:
        """Run the command, and report the error that stopped it."""
        try:
            return super().invoke(ctx)
        except click.NoSuchOption as error:
            raise _unknown_option(error, error.ctx or ctx) from None
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except CannotCheckError as error:
            say(f"aos-check: {error.message}")
            say(f"  help: {error.remedy}")
            if error.next_step:
                say(f"next: {error.next_step}")
            ctx.exit(CANNOT_CHECK)
        except BrokenPipeError:
            silence()
            ctx.exit(0)
        except OSError as error:
            if error.errno != errno.ENOSPC or error.filename:
                _own_fault(ctx, error)
            raise  # standard output is full
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)
        except Exception as error:  # noqa: BLE001 - an unhandled one would exit 1: "findings"
            _own_fault(ctx, error)


def _unknown_option(error: click.NoSuchOption, ctx: click.Context) -> click.UsageError:
    """The error that names the options most like an unknown one."""
    known = [name for option in ctx.command.get_params(ctx) for name in option.opts]
    listing = f"see `{ctx.command_path} --help`"
    options = [name for name in known if name.startswith("-")]
    hint = suggestion(error.option_name, options, listing)
    return click.UsageError(f"there is no option {error.option_name}; {hint}", ctx)


def _own_fault(ctx: click.Context, error: Exception) -> NoReturn:
    if ctx.meta.get(VERBOSE):
        click.echo(traceback.format_exc(), err=True)
    say(f"aos-check: internal error: {type(error).__name__}: {error}")
    ctx.exit(OWN_FAULT)
