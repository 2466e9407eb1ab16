"""Claude Code: its events, its tools, and the answers it takes."""

from __future__ import annotations

from aos_check.agents.event import Event, EventKind, HookAnswer, HookVerdict, Reply, ToolWrite
from aos_check.agents.payload import (
    Table,
    event_from,
    object_at,
    optional,
    replacement,
    table,
    tables,
    text,
)
from aos_check.agents.profile import HookSetup, Signature
from aos_check.agents.reply import as_json, notice, reason, shown

SETUP = HookSetup(
    files=("~/.claude/settings.json", ".claude/settings.json", ".claude/settings.local.json"),
    command_gate="PreToolUse",
    gates={"PreToolUse": ("Bash", "Write", "Edit")},
    others=("SessionStart", "UserPromptSubmit", "PostToolUse", "Stop", "SubagentStop"),
    command_tool="Bash",
    off="disableAllHooks",
    plugin="aos-check@",
)
SIGNATURE = Signature(
    "Claude Code",
    names=("claude",),
    mails=("noreply@anthropic.com",),
    bots=("claude",),
    variables=("CLAUDECODE", "CLAUDE_CODE_ENTRYPOINT"),
)
EVENTS = {
    "SessionStart": EventKind.SESSION_START,
    "UserPromptSubmit": EventKind.PROMPT,
    "PreToolUse": EventKind.BEFORE_TOOL,
    "PostToolUse": EventKind.AFTER_TOOL,
    "PostToolUseFailure": EventKind.AFTER_TOOL,
    "Stop": EventKind.STOP,
    "SubagentStop": EventKind.STOP,
}
WRITERS = frozenset({"Write", "Edit", "MultiEdit", "NotebookEdit"})
SHELLS = frozenset({"Bash", "PowerShell", "Monitor"})
SERVERS = "mcp__"
"""The beginning of the name of a server's tool."""


def read(payload: object) -> Event | None:
    """Return the event that Claude Code sends; None if the hook ignores it."""
    source = table(payload)
    event = event_from(source, text(source, "hook_event_name"), EVENTS)
    if event is None or not event.has_tool:
        return event
    tool = text(source, "tool_name")
    if tool in SHELLS:
        return _running(event, tool, object_at(source))
    if tool.startswith(SERVERS):
        from aos_check.agents.server_tools import using

        return using(event, tool, object_at(source))
    if tool not in WRITERS:
        return None
    write = _write(tool, object_at(source))
    if event.kind is EventKind.AFTER_TOOL:
        write = write._replace(before=_before(write, source.get("tool_response")))
    return event._replace(tool=tool, writes=(write,))


def _running(event: Event, tool: str, given: Table) -> Event | None:
    # A Monitor can watch a socket instead of running a command.
    command = optional(given, "command") if tool == "Monitor" else text(given, "command")
    if command is None:
        return None
    event = event._replace(tool=tool, command=command)
    return event._replace(dialect="powershell") if tool == "PowerShell" else event


def _write(tool: str, given: Table) -> ToolWrite:
    if tool == "NotebookEdit":
        return ToolWrite(text(given, "notebook_path"))
    path = text(given, "file_path")
    if tool == "Write":
        return ToolWrite(path, text=text(given, "content"))
    changes = tables(given, "edits") if tool == "MultiEdit" else [given]
    return ToolWrite(path, edits=tuple(map(replacement, changes)))


def _before(write: ToolWrite, response: object) -> str | None:
    """The content of a file before the write; None if the response does not have it."""
    if not isinstance(response, dict) or "originalFile" not in response:
        return None
    original = response["originalFile"]
    if isinstance(original, str):
        return original
    # An edit that replaces nothing creates a file.
    created = not write.edits or not write.edits[0].old
    return "" if original is None and created and response.get("type") != "update" else None


def write(event: Event, answer: HookAnswer) -> Reply:
    """Return Claude Code's form of the answer. It never says "allow", which would skip a prompt."""
    silent = answer.verdict is HookVerdict.SILENT
    return as_json(**({} if silent else _answered(event, answer)), **notice(answer))


def _answered(event: Event, answer: HookAnswer) -> dict[str, object]:
    denied = answer.verdict is HookVerdict.DENY
    if event.kind is EventKind.BEFORE_TOOL and answer.verdict is not HookVerdict.TELL:
        decision = "deny" if denied else "ask"
        return _special(event, permissionDecision=decision, permissionDecisionReason=reason(answer))
    if denied and event.kind is not EventKind.SESSION_START:
        # After a tool, this shows the reason to the model.
        return {"decision": "block", "reason": reason(answer)}
    # At the end, any text would make the agent go on.
    if event.kind is EventKind.STOP or not shown(answer):
        return {}
    return _special(event, additionalContext=shown(answer))


def _special(event: Event, **fields: str) -> dict[str, object]:
    return {"hookSpecificOutput": {"hookEventName": event.name, **fields}}


def sample(command: str, folder: str) -> dict[str, object]:
    """Return the payload that Claude Code sends before it runs a command in a folder."""
    return {
        "session_id": "aos-check-doctor",
        "transcript_path": "",
        "cwd": folder,
        "permission_mode": "default",
        "hook_event_name": "PreToolUse",
        "tool_name": "Bash",
        "tool_input": {"command": command},
    }
