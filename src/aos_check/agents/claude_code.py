"""Claude Code: its events, its tools, and the answers it takes."""

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
from aos_check.agents.payload import Table, flag, said, table, tables, text, within
from aos_check.agents.reply import as_json, fit, reason, told

EVENTS = {
    "SessionStart": EventKind.SESSION_START,
    "UserPromptSubmit": EventKind.PROMPT,
    "PreToolUse": EventKind.BEFORE_TOOL,
    "PostToolUse": EventKind.AFTER_TOOL,
    "Stop": EventKind.STOP,
    "SubagentStop": EventKind.STOP,
}
WRITERS = frozenset({"Write", "Edit", "MultiEdit", "NotebookEdit"})
SHELLS = frozenset({"Bash", "PowerShell", "Monitor"})

_GOES_ON = frozenset({"resume", "compact", "fork"})


def read(payload: object) -> Event | None:
    """What Claude Code asks about; None where there is nothing to say."""
    source = table(payload, "the event")
    event = begun(source)
    if event is None or event.kind not in {EventKind.BEFORE_TOOL, EventKind.AFTER_TOOL}:
        return event
    tool = text(source, "tool_name")
    if tool in SHELLS:
        return _running(event, tool, within(source, "tool_input"))
    if tool not in WRITERS:
        return None
    tool_write = _write(tool, within(source, "tool_input"))
    if event.kind is EventKind.AFTER_TOOL:
        tool_write = tool_write._replace(before=_before(tool_write, source.get("tool_response")))
    return event._replace(tool=tool, writes=(tool_write,))


def begun(source: Table) -> Event | None:
    """The event without what is special to tools; None for one that is not ours."""
    name = text(source, "hook_event_name")
    if name not in EVENTS:
        return None
    return Event(
        EVENTS[name],
        text(source, "cwd"),
        session=said(source, "session_id") or "",
        fresh=said(source, "source") not in _GOES_ON if name == "SessionStart" else True,
        held=flag(source, "stop_hook_active"),
        name=name,
    )


def _running(event: Event, tool: str, given: Table) -> Event | None:
    # A Monitor may watch a socket instead, which runs nothing.
    command = said(given, "command") if tool == "Monitor" else text(given, "command")
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
    return ToolWrite(path, edits=tuple(map(_edit, changes)))


def _edit(change: Table) -> TextReplacement:
    old, new = text(change, "old_string"), text(change, "new_string")
    return TextReplacement(old, new, flag(change, "replace_all"))


def _before(tool_write: ToolWrite, response: object) -> str | None:
    """What a file held before this was done to it, as far as the response tells."""
    if not isinstance(response, dict) or "originalFile" not in response:
        return None
    original = response["originalFile"]
    if isinstance(original, str):
        return original
    # An edit creates a file where it replaces nothing.
    created = not tool_write.edits or not tool_write.edits[0].old
    return "" if original is None and created and response.get("type") != "update" else None


def write(event: Event, answer: HookAnswer) -> Reply:
    """The answer in Claude Code's words. It never says "allow": that would spare a question."""
    notice = {"systemMessage": fit(answer.notice)} if answer.notice.strip() else {}
    if answer.verdict is HookVerdict.SILENT:
        return as_json(**notice)
    return as_json(**_ANSWERS[event.kind](event, answer), **notice)


def _decided(event: Event, answer: HookAnswer) -> dict[str, object]:
    if answer.verdict is HookVerdict.TELL:
        return _context(event, answer)
    decision = "ask" if answer.verdict is HookVerdict.ASK else "deny"
    return _special(event, permissionDecision=decision, permissionDecisionReason=reason(answer))


def _judged(event: Event, answer: HookAnswer) -> dict[str, object]:
    """A prompt, or what a tool has done: to block that is to show the model what is wrong."""
    return _block(answer) if answer.verdict is HookVerdict.DENY else _context(event, answer)


def _only_context(event: Event, answer: HookAnswer) -> dict[str, object]:
    return _context(event, answer)


def _held(_event: Event, answer: HookAnswer) -> dict[str, object]:
    # Anything else that is said here makes it go on as well.
    return _block(answer) if answer.verdict is HookVerdict.DENY else {}


def _context(event: Event, answer: HookAnswer) -> dict[str, object]:
    return _special(event, additionalContext=told(answer)) if told(answer) else {}


def _block(answer: HookAnswer) -> dict[str, object]:
    return {"decision": "block", "reason": reason(answer)}


def _special(event: Event, **fields: str) -> dict[str, object]:
    return {"hookSpecificOutput": {"hookEventName": event.name, **fields}}


_ANSWERS = {
    EventKind.SESSION_START: _only_context,
    EventKind.PROMPT: _judged,
    EventKind.BEFORE_TOOL: _decided,
    EventKind.AFTER_TOOL: _judged,
    EventKind.STOP: _held,
}
