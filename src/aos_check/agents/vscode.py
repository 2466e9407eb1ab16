"""The agent in VS Code: Claude Code's answers but for two, and tools of its own.

It ignores for which tools a hook is configured and runs it for all, so tools that neither write
nor run a command are met in silence.
"""

from __future__ import annotations

from aos_check.agents import MalformedError, claude_code
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
from aos_check.agents.gathering import by_file
from aos_check.agents.payload import Table, entries, flag, said, table, tables, text, within
from aos_check.agents.reply import as_json, fit, reason

EVENTS = claude_code.EVENTS
_SHELLS = frozenset({"run_in_terminal", "runInTerminal", "runTerminalCommand"})


def read(payload: object) -> Event | None:
    """What VS Code asks about; None where there is nothing to say."""
    source = table(payload, "the event")
    name = text(source, "hookEventName", "hook_event_name")
    if name not in EVENTS:
        return None
    event = Event(
        EVENTS[name],
        text(source, "cwd"),
        session=said(source, "sessionId", "session_id") or "",
        held=flag(source, "stop_hook_active"),
        name=name,
    )
    if event.kind not in {EventKind.BEFORE_TOOL, EventKind.AFTER_TOOL}:
        return event
    return _using(event, text(source, "tool_name"), source)


def _using(event: Event, tool: str, source: Table) -> Event | None:
    if tool in _SHELLS:
        return event._replace(tool=tool, command=text(within(source, "tool_input"), "command"))
    if tool not in _WRITERS:
        return None
    return event._replace(tool=tool, writes=_WRITERS[tool](within(source, "tool_input")))


def _created(given: Table) -> tuple[ToolWrite, ...]:
    return (ToolWrite(text(given, "filePath", "path"), text=said(given, "content")),)


def _replaced(given: Table) -> tuple[ToolWrite, ...]:
    edit = TextReplacement(text(given, "oldString"), text(given, "newString"))
    return (ToolWrite(text(given, "filePath"), edits=(edit,)),)


def _replaced_often(given: Table) -> tuple[ToolWrite, ...]:
    return by_file(
        tool_write for each in tables(given, "replacements") for tool_write in _replaced(each)
    )


def _edited(given: Table) -> tuple[ToolWrite, ...]:
    """Tools that say which files, and not what becomes of them."""
    path = said(given, "filePath", "path")
    if path is not None:
        return (ToolWrite(path),)
    return tuple(ToolWrite(_path(entry)) for entry in entries(given, "files"))


def _path(entry: object) -> str:
    if isinstance(entry, str):
        return entry
    if isinstance(entry, dict):
        return text(entry, "filePath", "path")
    raise MalformedError("an entry of `files` of the event is no file")


def _patched(given: Table) -> tuple[ToolWrite, ...]:
    return touches_of(text(given, "input"))


# Each tool has the name that the model calls and one that the extension contributes.
_WRITERS = {
    "create_file": _created,
    "createFile": _created,
    "copilot_createFile": _created,
    "replace_string_in_file": _replaced,
    "copilot_replaceString": _replaced,
    "multi_replace_string_in_file": _replaced_often,
    "copilot_multiReplaceString": _replaced_often,
    "apply_patch": _patched,
    "copilot_applyPatch": _patched,
    "insert_edit_into_file": _edited,
    "copilot_insertEdit": _edited,
    "edit_notebook_file": _edited,
    "copilot_editNotebook": _edited,
    "edit_files": _edited,
    "editFiles": _edited,
    "copilot_editFiles": _edited,
}


def write(event: Event, answer: HookAnswer) -> Reply:
    """The answer in VS Code's words."""
    if event.kind is EventKind.PROMPT:
        # A prompt takes no answer but a word to the user.
        answer = HookAnswer(notice=answer.notice)
    if event.name == "Stop" and answer.verdict is HookVerdict.DENY:
        notice = {"systemMessage": fit(answer.notice)} if answer.notice.strip() else {}
        held = {"hookEventName": "Stop", "decision": "block", "reason": reason(answer)}
        return as_json(hookSpecificOutput=held, **notice)
    return claude_code.write(event, answer)
