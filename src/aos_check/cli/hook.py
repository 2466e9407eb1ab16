"""`aos-check hook`: the command that a coding agent runs at each of its steps."""

from __future__ import annotations

import click

from aos_check.agents import AGENTS
from aos_check.cli import options


@click.command()
@click.argument("agent", type=click.Choice(AGENTS))
@options.verbose
def hook(agent: str) -> None:
    """Answer an event of a coding agent.

    The hook reads the event of AGENT from standard input, and reports the progress of the specs. It
    advises against or refuses code that no approved spec and open task covers (as
    [tool.aos-check.agents] says), approvals by the agent and commands that bypass the gate, and it
    names the shortest allowed way on. Allowed actions pass silently.
    """
    from aos_check.agent_hook.entry import main

    click.get_current_context().exit(main(agent))
