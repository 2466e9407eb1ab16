"""`aos-check pre-push` and `pre-receive`: the hooks of those names."""

from __future__ import annotations

from functools import partial
from typing import Any

import click

from aos_check.cli import options
from aos_check.cli.hook_output import conclude_hook
from aos_check.cli.present import report_on
from aos_check.cli.terminal import request_of


@click.command(name="pre-push")
@click.argument("remote", required=False, default="")
@click.argument("url", required=False, default="")
@options.reporting
@options.strict
@options.root
@options.config_file
@options.config_from
@options.allow_empty
@options.verbose
def pre_push(remote: str, url: str, **given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Check every commit that a push brings: refs on standard input (the git hook).

    Under pre-commit, which keeps standard input to itself, its variables say what is pushed, or
    which range is asked for with --from-ref and --to-ref.
    """
    from aos_check.judging.pushes import outgoing

    del url
    judge = partial(report_on, given=given)
    conclude_hook(outgoing(remote, request_of(given), judge), given)


@click.command(name="pre-receive")
@options.reporting
@options.strict
@options.root
@options.allow_empty
@options.verbose
def pre_receive(**given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Check every commit that a push brings to this server: refs on standard input (the git hook).

    The configuration is that of the commit at which a branch leaves the default branch.
    """
    from aos_check.judging.pushes import incoming

    conclude_hook(incoming(request_of(given), partial(report_on, given=given)), given)
