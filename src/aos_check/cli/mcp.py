"""`aos-check mcp`: answer the questions of a coding agent."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from aos_check.cli import options


@click.command()
@options.root
@options.verbose
def mcp(root: Path | None) -> None:
    """Answer the questions of a coding agent.

    Serves the Model Context Protocol (MCP) on standard input and output. The agent can ask for:

    \b
    - the progress of the specs, and the next task
    - what one task needs
    - what a text would break, before it writes it
    - the documentation of a rule
    - requirements, decisions and standards, by words

    Nothing that it serves approves, waives or writes.

    Needs the extra `mcp`.

    \b
    Examples:
      aos-check mcp
      aos-check mcp --root services/shop
    """  # noqa: D301 - click reads the backspace
    from aos_check.setup.installing import expect_extra

    expect_extra("mcp", "mcp", "the server", "aos-check mcp")
    from aos_check.mcp_server.server import serve

    serve(root, partial(expect_extra, "nats", "nats", "`live`", "aos-check mcp"))
