"""Gemini CLI: decisions before a tool runs and at the end, context elsewhere."""

from __future__ import annotations

import os

from aos_check.agents.event import (
    Event,
    EventKind,
    HookAnswer,
    HookVerdict,
    Reply,
    TextReplacement,
    ToolWrite,
)
from aos_check.agents.payload import Table, count, flag, said, table, text, within
from aos_check.agents.reply import as_json, fit, reason, told

EVENTS = {
    "SessionStart": EventKind.SESSION_START,
    "BeforeAgent": EventKind.PROMPT,
    "BeforeTool": EventKind.BEFORE_TOOL,
    "AfterTool": EventKind.AFTER_TOOL,
    "AfterAgent": EventKind.STOP,
}


def read(payload: object) -> Event | None:
    """What Gemini asks about; None where there is nothing to say."""
    source = table(payload, "the event")
    name = text(source, "hook_event_name")
    if name not in EVENTS:
        return None
    event = Event(
        EVENTS[name],
        text(source, "cwd"),
        session=said(source, "session_id") or "",
        fresh=source.get("source") != "resume",
        held=flag(source, "stop_hook_active"),
        name=name,
    )
    if event.kind not in {EventKind.BEFORE_TOOL, EventKind.AFTER_TOOL}:
        return event
    return _using(event, text(source, "tool_name"), source)


def _using(event: Event, tool: str, source: Table) -> Event | None:
    if tool == "run_shell_command":
        given = within(source, "tool_input")
        # Not Path: to load it takes longer than all the rest here.
        folder = os.path.join(event.folder, said(given, "dir_path", "directory") or "")  # noqa: PTH118
        return event._replace(tool=tool, command=text(given, "command"), folder=folder)
    if tool not in {"write_file", "replace"}:
        return None
    return event._replace(tool=tool, writes=(_write(tool, within(source, "tool_input")),))


def _write(tool: str, given: Table) -> ToolWrite:
    path = text(given, "file_path")
    if tool == "write_file":
        return ToolWrite(path, text=text(given, "content"))
    several = flag(given, "allow_multiple") or count(given, "expected_replacements") > 1
    edit = TextReplacement(text(given, "old_string"), text(given, "new_string"), several)
    return ToolWrite(path, edits=(edit,))


def write(event: Event, answer: HookAnswer) -> Reply:
    """The answer in Gemini's words, where it listens."""
    notice = {"systemMessage": fit(answer.notice)} if answer.notice.strip() else {}
    return as_json(**_said(event, answer), **notice)


def _said(event: Event, answer: HookAnswer) -> dict[str, object]:
    if answer.verdict is HookVerdict.SILENT:
        return {}
    if event.kind in {EventKind.BEFORE_TOOL, EventKind.STOP}:
        return _decided(event, answer)
    if event.kind is EventKind.PROMPT and answer.verdict is HookVerdict.DENY:
        return {"decision": "deny", "reason": reason(answer)}
    # To deny what a tool has done hides from the model that it is done.
    if not told(answer):
        return {}
    context = {"hookEventName": event.name, "additionalContext": told(answer)}
    return {"hookSpecificOutput": context}


def _decided(event: Event, answer: HookAnswer) -> dict[str, object]:
    """It cannot be made to ask; what must be asked about is refused."""
    asked = answer.verdict is HookVerdict.ASK and event.kind is EventKind.BEFORE_TOOL
    if answer.verdict is HookVerdict.DENY or asked:
        return {"decision": "deny", "reason": reason(answer)}
    return {}
