"""`aos-check lsp`: the language server, which an editor starts."""

from __future__ import annotations

import click

from aos_check.cli import options


@click.command()
@options.verbose
def lsp() -> None:
    """Serve an editor by the Language Server Protocol.

    The editor starts this command, and talks to it on standard input and output. See
    docs/how-to/editor.md for the settings of editors. Needs the extra `lsp`.

    \b
    It shows:
    - findings as you type
    - facts about the task, requirement, decision or rule under the cursor
    - the place where each is defined
    - certain fixes
    - task addresses in commit messages, and requirement ids in task lists

    It never writes a file, and never uses the network.

    \b
    Examples:
      aos-check lsp
    """  # noqa: D301 - click reads the backspace
    from aos_check.setup.installing import expect_extra

    expect_extra("lsp", "pygls", "the language server", "aos-check lsp")
    from aos_check.language_server.server import serve

    serve()
