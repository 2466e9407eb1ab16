"""The boundary: whatever goes wrong in a command ends here, as a line and an exit code."""

from __future__ import annotations

import errno
import traceback
from typing import Any, NoReturn

import click

from aos_check.cli.output import say, silence
from aos_check.model.errors import CannotCheckError

CANNOT_CHECK = 2
OWN_FAULT = 3
INTERRUPTED = 130

VERBOSE = "aos_check.verbose"
"""Where a command's context keeps whether more is to be said."""


class Boundary(click.Group):
    """A group whose commands may raise."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401 - click's own
    ) -> click.Context:
        """Read the words; what click would end with 1, which says "findings", ends otherwise."""
        try:
            return super().make_context(info_name, args, parent, **extra)
        except BrokenPipeError:
            silence()
            raise click.exceptions.Exit(0) from None
        except KeyboardInterrupt:
            raise click.exceptions.Exit(INTERRUPTED) from None

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; say what stopped it."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except CannotCheckError as error:
            say(f"aos-check: {error.message}")
            say(f"  help: {error.remedy}")
            ctx.exit(CANNOT_CHECK)
        except BrokenPipeError:
            silence()
            ctx.exit(0)
        except OSError as error:
            if error.errno != errno.ENOSPC or error.filename:
                _own_fault(ctx, error)
            raise  # a command's help found standard output full
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)
        except Exception as error:  # noqa: BLE001 - an unhandled one would exit 1: "findings"
            _own_fault(ctx, error)


def _own_fault(ctx: click.Context, error: Exception) -> NoReturn:
    if ctx.meta.get(VERBOSE):
        click.echo(traceback.format_exc(), err=True)
    say(f"aos-check: a fault of aos-check itself: {type(error).__name__}: {error}")
    ctx.exit(OWN_FAULT)
