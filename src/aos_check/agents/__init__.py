"""The coding agents, one module each.

To add an agent, write its module and add its name to `AGENTS`.
"""

from __future__ import annotations

# As in `typing`, which is slow to load: a hook runs before each use of a tool.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Protocol

    from aos_check.agents.event import Event, HookAnswer, Reply
    from aos_check.agents.profile import HookSetup, Signature

    class CodingAgent(Protocol):
        """The module of an agent: its dialect, its setup and its signature."""

        EVENTS: Collection[str]
        SETUP: HookSetup
        SIGNATURE: Signature

        def read(self, payload: object) -> Event | None:
            """Return the event that the agent sends; None if the hook ignores it.

            Raises MalformedError if the payload has another shape.
            """

        def write(self, event: Event, answer: HookAnswer) -> Reply:
            """Return the answer in the agent's format, or as much as the format can express."""

        def sample(self, command: str, folder: str) -> dict[str, object]:
            """Return the payload that the agent sends before it runs a command in a folder."""


AGENTS = ("claude-code", "codex", "vscode", "copilot", "cursor", "gemini", "windsurf")
"""The names that `aos-check hook` takes, each the name of a module here."""


def agent_of(name: str) -> CodingAgent | None:
    """Load the agent of this name; None if there is none."""
    if name not in AGENTS:
        return None
    from importlib import import_module

    return import_module(f"{__name__}.{name.replace('-', '_')}")


class MalformedError(Exception):
    """The input is not what the agent sends; the message says why, in one line."""


# Claude Code sends at least one of these with every event of a tool or a prompt.
_CLAUDE_CODE = ("permission_mode", "prompt_id")


def sender(name: str, payload: object) -> str:
    """Return the agent that sends this payload to the hook of the agent `name`.

    VS Code and the Copilot CLI also run the hooks in Claude Code's settings, for every tool and in
    their own dialects. As events of Claude Code, theirs would be malformed and refused.
    """
    if name != "claude-code" or not isinstance(payload, dict):
        return name
    if "hook_event_name" not in payload and "hookEventName" in payload:
        return "vscode"
    if "timestamp" not in payload or any(key in payload for key in _CLAUDE_CODE):
        return name
    if "transcript_path" in payload and "stop_reason" not in payload:
        return "vscode"
    return "copilot"
