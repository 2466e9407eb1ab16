"""The Copilot CLI and the cloud agent: payloads that do not name their event.

Which spelling they have is up to the configuration. Events named in camel case come without a
name, those in Pascal case with one and with the names that Claude Code has for the tools.
"""

from __future__ import annotations

from aos_check.agents import MalformedError
from aos_check.agents.apply_patch import touches_of
from aos_check.agents.event import (
    Event,
    EventKind,
    HookAnswer,
    HookVerdict,
    Reply,
    TextReplacement,
    ToolWrite,
)
from aos_check.agents.payload import Table, flag, said, table, text
from aos_check.agents.reply import SILENCE, as_json, reason, told

# The first key that is there tells what the event is; those of None are not ours.
_TOLD_BY = {
    "error": None,
    "transformedPrompt": None,
    "toolResult": "postToolUse",
    "toolName": "preToolUse",
    "stopReason": "agentStop",
    "source": "sessionStart",
}
EVENTS = {
    "sessionStart": EventKind.SESSION_START,
    "SessionStart": EventKind.SESSION_START,
    "preToolUse": EventKind.BEFORE_TOOL,
    "PreToolUse": EventKind.BEFORE_TOOL,
    "postToolUse": EventKind.AFTER_TOOL,
    "PostToolUse": EventKind.AFTER_TOOL,
    "agentStop": EventKind.STOP,
    "Stop": EventKind.STOP,
    "SubagentStop": EventKind.STOP,
}
_SHELLS = frozenset({"bash", "powershell", "Bash"})
_WRITERS = frozenset({"create", "edit", "str_replace_editor", "apply_patch", "Write", "Edit"})
_GOES_ON = "resume"


def read(payload: object) -> Event | None:
    """What Copilot asks about; None where there is nothing to say."""
    source = table(payload, "the event")
    folder = text(source, "cwd")
    name = said(source, "hook_event_name", "hookEventName") or _unnamed(source)
    if name not in EVENTS:
        return None
    event = Event(
        EVENTS[name],
        folder,
        session=said(source, "sessionId", "session_id") or "",
        fresh=source.get("source") != _GOES_ON,
        held=flag(source, "stop_hook_active"),
        name=name,
    )
    if event.kind not in {EventKind.BEFORE_TOOL, EventKind.AFTER_TOOL}:
        return event
    return _using(event, text(source, "toolName", "tool_name"), source)


def _unnamed(source: Table) -> str | None:
    return next((name for key, name in _TOLD_BY.items() if key in source), None)


def _using(event: Event, tool: str, source: Table) -> Event | None:
    if tool not in _SHELLS | _WRITERS:
        return None
    given = _given(source.get("toolArgs", source.get("tool_input")))
    if tool in _WRITERS:
        writes = touches_of(given) if isinstance(given, str) else _writes(given)
        return event._replace(tool=tool, writes=writes) if writes else None
    if isinstance(given, str):
        raise MalformedError("the arguments of the event's tool are not an object")
    event = event._replace(tool=tool, command=text(given, "command"))
    return event._replace(dialect="powershell") if tool == "powershell" else event


def _given(arguments: object) -> Table | str:
    """The arguments of a tool: an object, one written as JSON, or a patch."""
    if not isinstance(arguments, str):
        return table(arguments, "what the event's tool is given")
    if "*** Begin Patch" in arguments and not arguments.lstrip().startswith("{"):
        return arguments
    from json import loads

    try:
        return table(loads(arguments), "what the event's tool is given")
    except (ValueError, RecursionError):
        raise MalformedError("what the event's tool is given is not JSON") from None


def _writes(given: Table) -> tuple[ToolWrite, ...]:
    patch = said(given, "input", "patch")
    if patch is not None:
        return touches_of(patch)
    if said(given, "command") in {"view", "undo_edit"}:
        return ()
    path, content = text(given, "path", "file_path"), said(given, "file_text", "content")
    old, new = said(given, "old_str", "old_string"), said(given, "new_str", "new_string")
    if content is not None:
        return (ToolWrite(path, text=content),)
    return (ToolWrite(path, edits=() if old is None else (TextReplacement(old, new or ""),)),)


def write(event: Event, answer: HookAnswer) -> Reply:
    """The answer in Copilot's words, where it listens."""
    if answer.verdict is HookVerdict.SILENT:
        return SILENCE
    if event.kind is EventKind.BEFORE_TOOL:
        return _decided(answer)
    if event.kind is EventKind.STOP:
        denied = answer.verdict is HookVerdict.DENY
        return as_json(decision="block", reason=reason(answer)) if denied else SILENCE
    return as_json(additionalContext=told(answer)) if told(answer) else SILENCE


def _decided(answer: HookAnswer) -> Reply:
    if answer.verdict is HookVerdict.TELL:
        return SILENCE
    decision = "ask" if answer.verdict is HookVerdict.ASK else "deny"
    return as_json(permissionDecision=decision, permissionDecisionReason=reason(answer))
