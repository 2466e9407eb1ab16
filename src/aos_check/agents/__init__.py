"""The coding agents whose hooks are understood: for each, its name and the dialect it speaks."""

from __future__ import annotations

# What `typing` says too, without loading it: a hook runs before each use of a tool.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from aos_check.agents.event import Event, HookAnswer, Reply

    class AgentDialect(Protocol):
        """How an agent tells its hooks what happens, and how it is answered."""

        def read(self, payload: object) -> Event | None:
            """What the agent asks about; None where there is nothing to say.

            Raises MalformedError where this is not what the agent sends.
            """

        def write(self, event: Event, answer: HookAnswer) -> Reply:
            """The answer in the agent's words, as far as it can be told there."""


AGENTS = ("claude-code", "codex", "vscode", "copilot", "cursor", "gemini", "windsurf")
"""What `aos-check hook` is told: each has its module here."""


def dialect_of(agent: str) -> AgentDialect | None:
    """The dialect of the agent of this name, loaded when it is asked for."""
    if agent not in AGENTS:
        return None
    from importlib import import_module

    # A dialect is a module: two functions and their tables.
    return import_module(f"{__name__}.{agent.replace('-', '_')}")


class MalformedError(Exception):
    """What came in is not what the agent sends; the message says why, in one line."""


# Of these Claude Code sends at least one with whatever a tool or a person does.
_CLAUDE_CODE = ("permission_mode", "prompt_id")


def speaker(agent: str, payload: object) -> str:
    """The agent that really sends this to the hook of `agent`.

    VS Code and the Copilot CLI run what Claude Code's settings name as well, and ignore for which
    tools; they speak as they always do. Taken by Claude Code's word they would be malformed, and
    everything forbidden.
    """
    if agent != "claude-code" or not isinstance(payload, dict):
        return agent
    if "hook_event_name" not in payload and "hookEventName" in payload:
        return "vscode"
    if "timestamp" not in payload or any(key in payload for key in _CLAUDE_CODE):
        return agent
    if "transcript_path" in payload and "stop_reason" not in payload:
        return "vscode"
    return "copilot"
