"""Gemini CLI: decisions before a tool runs and at the end, context elsewhere."""

from __future__ import annotations

import os

from aos_check.agents.event import Event, EventKind, HookAnswer, HookVerdict, Reply, ToolWrite
from aos_check.agents.payload import (
    Table,
    count,
    event_from,
    flag,
    object_at,
    optional,
    replacement,
    table,
    text,
)
from aos_check.agents.profile import HookSetup, Signature
from aos_check.agents.reply import as_json, notice, reason, shown
from aos_check.agents.server_tools import using

SETUP = HookSetup(
    files=("~/.gemini/settings.json", ".gemini/settings.json"),
    command_gate="BeforeTool",
    gates={"BeforeTool": ("run_shell_command", "write_file", "replace")},
    others=("SessionStart", "BeforeAgent", "AfterTool", "AfterAgent"),
    command_tool="run_shell_command",
    decision=("decision",),
    per_second=1000.0,
)
SIGNATURE = Signature(
    "Gemini CLI",
    names=("gemini",),
    bots=("gemini-code-assist", "gemini-cli"),
    variables=("GEMINI_CLI", "GEMINI_PROJECT_DIR"),
)
EVENTS = {
    "SessionStart": EventKind.SESSION_START,
    "BeforeAgent": EventKind.PROMPT,
    "BeforeTool": EventKind.BEFORE_TOOL,
    "AfterTool": EventKind.AFTER_TOOL,
    "AfterAgent": EventKind.STOP,
}


def read(payload: object) -> Event | None:
    """Return the event that Gemini sends; None if the hook ignores it."""
    source = table(payload)
    event = event_from(source, text(source, "hook_event_name"), EVENTS)
    if event is None or not event.has_tool:
        return event
    tool = text(source, "tool_name")
    if tool == "run_shell_command":
        given = object_at(source)
        # Not Path: loading it takes longer than everything else here.
        folder = os.path.join(event.folder, optional(given, "dir_path", "directory") or "")  # noqa: PTH118
        return event._replace(tool=tool, command=text(given, "command"), folder=folder)
    if tool.startswith("mcp_"):
        return using(event, tool, object_at(source))
    if tool not in {"write_file", "replace"}:
        return None
    return event._replace(tool=tool, writes=(_write(tool, object_at(source)),))


def _write(tool: str, given: Table) -> ToolWrite:
    path = text(given, "file_path")
    if tool == "write_file":
        return ToolWrite(path, text=text(given, "content"))
    several = flag(given, "allow_multiple") or count(given, "expected_replacements") > 1
    return ToolWrite(path, edits=(replacement(given)._replace(everywhere=several),))


def write(event: Event, answer: HookAnswer) -> Reply:
    """Return Gemini's form of the answer, or silence if it would ignore the answer."""
    silent = answer.verdict is HookVerdict.SILENT
    return as_json(**({} if silent else _answered(event, answer)), **notice(answer))


def _answered(event: Event, answer: HookAnswer) -> dict[str, object]:
    before = event.kind is EventKind.BEFORE_TOOL
    # Gemini cannot ask the user, so "ask" becomes a refusal.
    refused = answer.verdict is HookVerdict.DENY or (before and answer.verdict is HookVerdict.ASK)
    # A refusal after a tool would hide from the model that the tool has run.
    if refused and (before or event.kind in {EventKind.PROMPT, EventKind.STOP}):
        return {"decision": "deny", "reason": reason(answer)}
    if before or event.kind is EventKind.STOP or not shown(answer):
        return {}
    context = {"hookEventName": event.name, "additionalContext": shown(answer)}
    return {"hookSpecificOutput": context}


def sample(command: str, folder: str) -> dict[str, object]:
    """Return the payload that Gemini sends before it runs a command in a folder."""
    return {
        "session_id": "aos-check-doctor",
        "hook_event_name": "BeforeTool",
        "cwd": folder,
        "tool_name": "run_shell_command",
        "tool_input": {"command": command},
    }
