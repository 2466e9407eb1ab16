"""How each coding agent sets its hooks up: files, events, and what a hook is asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple


class AgentTable(NamedTuple):
    """Where an agent's hooks are set up, and what its hook is asked before a command runs.

    `files` are paths from the top or, with `~`, from the user's folder; the last has the first say.
    `gates` are the events that can refuse something, each with the tools that it must be asked
    about; an agent that does not tell tools apart has none. `others` only tell something. A time
    of 1 in the file is `second` in seconds.
    """

    files: tuple[str, ...]
    shell: str
    gates: Mapping[str, tuple[str, ...]]
    others: tuple[str, ...]
    asks: Callable[[str, str], dict[str, Any]]
    shell_tool: str = ""
    second: float = 1.0
    caveat: str = ""


def _claude(command: str, folder: str) -> dict[str, Any]:
    return {
        "session_id": "aos-check-doctor",
        "transcript_path": "",
        "cwd": folder,
        "permission_mode": "default",
        "hook_event_name": "PreToolUse",
        "tool_name": "Bash",
        "tool_input": {"command": command},
    }


def _vscode(command: str, folder: str) -> dict[str, Any]:
    return {
        "timestamp": "2026-01-01T00:00:00Z",
        "hookEventName": "PreToolUse",
        "sessionId": "aos-check-doctor",
        "transcript_path": "",
        "cwd": folder,
        "tool_name": "run_in_terminal",
        "tool_input": {"command": command},
    }


def _copilot(command: str, folder: str) -> dict[str, Any]:
    return {
        "timestamp": 0,
        "cwd": folder,
        "sessionId": "aos-check-doctor",
        "toolName": "bash",
        "toolArgs": json.dumps({"command": command}),
    }


def _cursor(command: str, folder: str) -> dict[str, Any]:
    return {
        "conversation_id": "aos-check-doctor",
        "hook_event_name": "beforeShellExecution",
        "command": command,
        "cwd": folder,
    }


def _gemini(command: str, folder: str) -> dict[str, Any]:
    return {
        "session_id": "aos-check-doctor",
        "hook_event_name": "BeforeTool",
        "cwd": folder,
        "tool_name": "run_shell_command",
        "tool_input": {"command": command},
    }


def _windsurf(command: str, folder: str) -> dict[str, Any]:
    return {
        "agent_action_name": "pre_run_command",
        "trajectory_id": "aos-check-doctor",
        "tool_info": {"command_line": command, "cwd": folder},
    }


_CLAUDE_OTHERS = ("SessionStart", "UserPromptSubmit", "PostToolUse", "Stop", "SubagentStop")

TABLES: Mapping[str, AgentTable] = {
    "claude-code": AgentTable(
        ("~/.claude/settings.json", ".claude/settings.json", ".claude/settings.local.json"),
        "PreToolUse",
        {"PreToolUse": ("Bash", "Write", "Edit")},
        _CLAUDE_OTHERS,
        _claude,
        "Bash",
    ),
    "codex": AgentTable(
        ("~/.codex/hooks.json", ".codex/hooks.json"),
        "PreToolUse",
        {"PreToolUse": ("Bash", "apply_patch")},
        _CLAUDE_OTHERS,
        _claude,
        "Bash",
        caveat="Codex runs it once somebody has trusted it, with `/hooks`",
    ),
    "vscode": AgentTable(
        (".github/hooks/*.json",),
        "PreToolUse",
        {"PreToolUse": ()},
        ("SessionStart", "PostToolUse", "Stop"),
        _vscode,
    ),
    "copilot": AgentTable(
        (".github/hooks/*.json",),
        "preToolUse",
        {"preToolUse": ()},
        ("sessionStart", "postToolUse", "agentStop"),
        _copilot,
    ),
    "cursor": AgentTable(
        ("~/.cursor/hooks.json", ".cursor/hooks.json"),
        "beforeShellExecution",
        {"beforeShellExecution": (), "preToolUse": ("Write",)},
        ("sessionStart", "postToolUse", "stop"),
        _cursor,
    ),
    "gemini": AgentTable(
        ("~/.gemini/settings.json", ".gemini/settings.json"),
        "BeforeTool",
        {"BeforeTool": ("run_shell_command", "write_file", "replace")},
        ("SessionStart", "BeforeAgent", "AfterTool", "AfterAgent"),
        _gemini,
        "run_shell_command",
        second=1000.0,
    ),
    "windsurf": AgentTable(
        (".windsurf/hooks.json",),
        "pre_run_command",
        {"pre_run_command": (), "pre_write_code": ()},
        (),
        _windsurf,
    ),
}
"""By the name that `aos-check hook` is given."""
