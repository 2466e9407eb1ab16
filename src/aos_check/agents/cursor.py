"""Cursor: permissions before a tool runs, context afterwards, a next message when it stops.

Before a tool runs it takes no context, and an answer that its schema does not know forbids.
"""

from __future__ import annotations

from aos_check.agents.event import (
    Event,
    EventKind,
    HookAnswer,
    HookVerdict,
    Reply,
    TextReplacement,
    ToolWrite,
)
from aos_check.agents.payload import Table, count, entries, flag, said, table, text, within
from aos_check.agents.reply import SILENCE, as_json, fit, reason, told

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
    """What Cursor asks about; None where there is nothing to say, as after an abort."""
    source = table(payload, "the event")
    name = text(source, "hook_event_name")
    if name not in EVENTS or said(source, "status") in {"aborted", "error"}:
        return None
    event = Event(
        EVENTS[name],
        _folder(source),
        session=said(source, "conversation_id", "session_id") or "",
        held=count(source, "loop_count") > 0,
        name=name,
    )
    if name == "beforeShellExecution":
        return event._replace(tool=_SHELL, command=text(source, "command"))
    if event.kind not in {EventKind.BEFORE_TOOL, EventKind.AFTER_TOOL}:
        return event
    return _using(event, text(source, "tool_name"), source)


def _folder(source: Table) -> str:
    folder = said(source, "cwd")
    if folder or source.get("workspace_roots") is None:
        return folder or ""
    first = next(iter(entries(source, "workspace_roots")), None)
    return first if isinstance(first, str) else ""


def _using(event: Event, tool: str, source: Table) -> Event | None:
    if tool == _SHELL:
        given = within(source, "tool_input")
        folder = said(given, "working_directory") or event.folder
        return event._replace(tool=tool, command=text(given, "command"), folder=folder)
    if tool not in _WRITERS:
        return None
    return event._replace(tool=tool, writes=(_write(tool, within(source, "tool_input")),))


def _write(tool: str, given: Table) -> ToolWrite:
    path = text(given, "file_path", "path", "target_file", "target_notebook")
    if tool == "Delete":
        return ToolWrite(path, gone=True)
    content = said(given, "content", "contents")
    if content is not None:
        return ToolWrite(path, text=content)
    changes = entries(given, "edits") if "edits" in given else [given]
    edits = (_edit(table(change, "an edit of the event")) for change in changes)
    return ToolWrite(path, edits=tuple(edit for edit in edits if edit))


def _edit(change: Table) -> TextReplacement | None:
    old, new = said(change, "old_string"), said(change, "new_string")
    return None if old is None else TextReplacement(old, new or "", flag(change, "replace_all"))


def write(event: Event, answer: HookAnswer) -> Reply:
    """The answer in Cursor's words, where it listens."""
    if answer.verdict is HookVerdict.SILENT:
        return SILENCE
    if event.kind is EventKind.BEFORE_TOOL:
        return _decided(event, answer)
    if event.kind is EventKind.STOP:
        denied = answer.verdict is HookVerdict.DENY
        return as_json(followup_message=reason(answer)) if denied else SILENCE
    return as_json(additional_context=told(answer)) if told(answer) else SILENCE


def _decided(event: Event, answer: HookAnswer) -> Reply:
    if answer.verdict is HookVerdict.TELL:
        return SILENCE
    # Of other tools than a shell it takes the word "ask", and does not ask.
    asks = answer.verdict is HookVerdict.ASK and event.name == "beforeShellExecution"
    why = reason(answer)
    user = fit(answer.notice) or why
    # Some versions read one spelling at some events, others the other.
    return as_json(
        permission="ask" if asks else "deny",
        user_message=user,
        agent_message=why,
        userMessage=user,
        agentMessage=why,
    )
