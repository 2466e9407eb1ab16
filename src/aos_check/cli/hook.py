"""`aos-check hook`: what a coding agent runs at each of its steps."""

from __future__ import annotations

import click

from aos_check.agents import AGENTS
from aos_check.cli import options


@click.command()
@click.argument("agent", type=click.Choice(AGENTS))
@options.verbose
def hook(agent: str) -> None:
    """Answer an event of the coding agent AGENT, which is read from standard input.

    It says where the work stands, refuses code that no approved spec and open task covers (as hard
    as [tool.aos-check.agents] says), approvals by the agent and ways round the gate, and names the
    shortest legal way on. Where there is nothing to say it is silent.
    """
    from aos_check.agent_hook.entry import main

    click.get_current_context().exit(main(agent))
