"""Cursor: it takes permissions before a tool, context after it, and a next message when it stops.

Before a tool runs, it takes no context. An answer that its schema does not know forbids the tool.
"""

from __future__ import annotations

from aos_check.agents.event import Event, EventKind, HookAnswer, HookVerdict, Reply, ToolWrite
from aos_check.agents.payload import (
    OLD,
    Table,
    count,
    entries,
    object_at,
    optional,
    replacement,
    table,
    tables,
    text,
)
from aos_check.agents.profile import HookSetup, Signature
from aos_check.agents.reply import SILENCE, as_json, fit, reason, shown
from aos_check.agents.server_tools import using

SETUP = HookSetup(
    files=("~/.cursor/hooks.json", ".cursor/hooks.json"),
    command_gate="beforeShellExecution",
    gates={"beforeShellExecution": (), "preToolUse": ("Write",)},
    others=("sessionStart", "postToolUse", "stop"),
    decision=("permission",),
)
SIGNATURE = Signature(
    "Cursor",
    names=("cursor",),
    mails=("cursoragent@cursor.com",),
    bots=("cursor",),
    variables=("CURSOR_AGENT", "CURSOR_PROJECT_DIR"),
)
EVENTS = {
    "sessionStart": EventKind.SESSION_START,
    "beforeShellExecution": EventKind.BEFORE_TOOL,
    "preToolUse": EventKind.BEFORE_TOOL,
    "postToolUse": EventKind.AFTER_TOOL,
    "stop": EventKind.STOP,
    "subagentStop": EventKind.STOP,
}
_SHELL = "Shell"
_WRITERS = frozenset({"Write", "Edit", "MultiEdit", "StrReplace", "EditNotebook", "Delete"})


def read(payload: object) -> Event | None:
    """Return the event that Cursor sends; None if the hook ignores it."""
    source = table(payload)
    name = text(source, "hook_event_name")
    if name not in EVENTS or optional(source, "status") in {"aborted", "error"}:
        return None
    event = Event(
        EVENTS[name],
        _folder(source),
        session=optional(source, "conversation_id", "session_id") or "",
        held=count(source, "loop_count") > 0,
        name=name,
    )
    if name == "beforeShellExecution":
        return event._replace(tool=_SHELL, command=text(source, "command"))
    if not event.has_tool:
        return event
    return _using(event, text(source, "tool_name"), source)


def _using(event: Event, tool: str, source: Table) -> Event | None:
    if tool == _SHELL:
        given = object_at(source)
        folder = optional(given, "working_directory") or event.folder
        return event._replace(tool=tool, command=text(given, "command"), folder=folder)
    if tool.startswith("MCP:"):
        return using(event, tool, object_at(source))
    if tool not in _WRITERS:
        return None
    return event._replace(tool=tool, writes=(_write(tool, object_at(source)),))


def _folder(source: Table) -> str:
    folder = optional(source, "cwd")
    if folder or source.get("workspace_roots") is None:
        return folder or ""
    first = next(iter(entries(source, "workspace_roots")), None)
    return first if isinstance(first, str) else ""


def _write(tool: str, given: Table) -> ToolWrite:
    path = text(given, "file_path", "path", "target_file", "target_notebook")
    if tool == "Delete":
        return ToolWrite(path, gone=True)
    content = optional(given, "content", "contents")
    if content is not None:
        return ToolWrite(path, text=content)
    changes = tables(given, "edits") if "edits" in given else [given]
    edits = (replacement(change) for change in changes if optional(change, *OLD) is not None)
    return ToolWrite(path, edits=tuple(edits))


def write(event: Event, answer: HookAnswer) -> Reply:
    """Return Cursor's form of the answer, or silence if it would ignore the answer."""
    if answer.verdict is HookVerdict.SILENT:
        return SILENCE
    if event.kind is EventKind.BEFORE_TOOL:
        return _decided(event, answer)
    if event.kind is EventKind.STOP:
        denied = answer.verdict is HookVerdict.DENY
        return as_json(followup_message=reason(answer)) if denied else SILENCE
    return as_json(additional_context=shown(answer)) if shown(answer) else SILENCE


def _decided(event: Event, answer: HookAnswer) -> Reply:
    if answer.verdict is HookVerdict.TELL:
        return SILENCE
    # For tools other than the shell, it accepts "ask" but does not ask.
    asks = answer.verdict is HookVerdict.ASK and event.name == "beforeShellExecution"
    why = reason(answer)
    user = fit(answer.notice) or why
    # The spelling that it reads depends on its version and on the event.
    return as_json(
        permission="ask" if asks else "deny",
        user_message=user,
        agent_message=why,
        userMessage=user,
        agentMessage=why,
    )


def sample(command: str, folder: str) -> dict[str, object]:
    """Return the payload that Cursor sends before it runs a command in a folder."""
    return {
        "conversation_id": "aos-check-doctor",
        "hook_event_name": "beforeShellExecution",
        "command": command,
        "cwd": folder,
    }
