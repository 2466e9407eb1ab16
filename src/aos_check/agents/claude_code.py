"""Claude Code: its events, its tools, and the answers it takes."""

from __future__ import annotations

from aos_check.agents.event import Answer, Edit, Event, Kind, Reply, Touch, Verdict
from aos_check.agents.payload import Table, flag, said, table, tables, text, within
from aos_check.agents.reply import as_json, fit, reason, told

EVENTS = {
    "SessionStart": Kind.SESSION_START,
    "UserPromptSubmit": Kind.PROMPT,
    "PreToolUse": Kind.BEFORE_TOOL,
    "PostToolUse": Kind.AFTER_TOOL,
    "Stop": Kind.STOP,
    "SubagentStop": Kind.STOP,
}
WRITERS = frozenset({"Write", "Edit", "MultiEdit", "NotebookEdit"})
SHELLS = frozenset({"Bash", "PowerShell", "Monitor"})

_GOES_ON = frozenset({"resume", "compact", "fork"})


def read(payload: object) -> Event | None:
    """What Claude Code asks about; None where there is nothing to say."""
    source = table(payload, "the event")
    event = begun(source)
    if event is None or event.kind not in {Kind.BEFORE_TOOL, Kind.AFTER_TOOL}:
        return event
    tool = text(source, "tool_name")
    if tool in SHELLS:
        return _running(event, tool, within(source, "tool_input"))
    if tool not in WRITERS:
        return None
    touch = _touch(tool, within(source, "tool_input"))
    if event.kind is Kind.AFTER_TOOL:
        touch = touch._replace(before=_before(touch, source.get("tool_response")))
    return event._replace(tool=tool, touches=(touch,))


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


def _touch(tool: str, given: Table) -> Touch:
    if tool == "NotebookEdit":
        return Touch(text(given, "notebook_path"))
    path = text(given, "file_path")
    if tool == "Write":
        return Touch(path, text=text(given, "content"))
    changes = tables(given, "edits") if tool == "MultiEdit" else [given]
    return Touch(path, edits=tuple(map(_edit, changes)))


def _edit(change: Table) -> Edit:
    old, new = text(change, "old_string"), text(change, "new_string")
    return Edit(old, new, flag(change, "replace_all"))


def _before(touch: Touch, response: object) -> str | None:
    """What a file held before this was done to it, as far as the response tells."""
    if not isinstance(response, dict) or "originalFile" not in response:
        return None
    original = response["originalFile"]
    if isinstance(original, str):
        return original
    # An edit creates a file where it replaces nothing.
    created = not touch.edits or not touch.edits[0].old
    return "" if original is None and created and response.get("type") != "update" else None


def write(event: Event, answer: Answer) -> Reply:
    """The answer in Claude Code's words. It never says "allow": that would spare a question."""
    notice = {"systemMessage": fit(answer.notice)} if answer.notice.strip() else {}
    if answer.verdict is Verdict.SILENT:
        return as_json(**notice)
    return as_json(**_ANSWERS[event.kind](event, answer), **notice)


def _decided(event: Event, answer: Answer) -> dict[str, object]:
    if answer.verdict is Verdict.TELL:
        return _context(event, answer)
    decision = "ask" if answer.verdict is Verdict.ASK else "deny"
    return _special(event, permissionDecision=decision, permissionDecisionReason=reason(answer))


def _judged(event: Event, answer: Answer) -> dict[str, object]:
    """A prompt, or what a tool has done: to block that is to show the model what is wrong."""
    return _block(answer) if answer.verdict is Verdict.DENY else _context(event, answer)


def _only_context(event: Event, answer: Answer) -> dict[str, object]:
    return _context(event, answer)


def _held(_event: Event, answer: Answer) -> dict[str, object]:
    # Anything else that is said here makes it go on as well.
    return _block(answer) if answer.verdict is Verdict.DENY else {}


def _context(event: Event, answer: Answer) -> dict[str, object]:
    return _special(event, additionalContext=told(answer)) if told(answer) else {}


def _block(answer: Answer) -> dict[str, object]:
    return {"decision": "block", "reason": reason(answer)}


def _special(event: Event, **fields: str) -> dict[str, object]:
    return {"hookSpecificOutput": {"hookEventName": event.name, **fields}}


_ANSWERS = {
    Kind.SESSION_START: _only_context,
    Kind.PROMPT: _judged,
    Kind.BEFORE_TOOL: _decided,
    Kind.AFTER_TOOL: _judged,
    Kind.STOP: _held,
}
