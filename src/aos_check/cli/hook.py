"""`aos-check hook`: the command that a coding agent runs at each event."""

from __future__ import annotations

import click

from aos_check.agents import AGENTS
from aos_check.cli import options


@click.command(epilog=f"Agents: {', '.join(AGENTS)}.")
@click.argument("agent", type=options.Choice(AGENTS), metavar="AGENT")
@options.verbose
def hook(agent: str) -> None:
    """Answer an event of a coding agent.

    Reads the event from standard input, and writes the answer to standard output.

    \b
    At the start of a session, it reports the progress of the specs.
    Before a tool runs, it advises against or refuses:
    - code without an approved spec and an open task
    - approvals by the agent
    - commands that bypass the gate
    After a write to a document, it lists the new errors.

    Each refusal names the next allowed step. Allowed actions pass silently. The table
    [tool.aos-check.agents] chooses between advice and refusal.

    \b
    Examples:
      aos-check hook claude-code
    """  # noqa: D301 - click reads the backspace
    from aos_check.agent_hook.entry import main

    click.get_current_context().exit(main(agent))
