"""The agent in VS Code: Claude Code's answers with two exceptions, and different tools.

It runs a hook for every tool, whatever the configuration says. The hook ignores tools that neither
write a file nor run a command.
"""

from __future__ import annotations

from aos_check.agents import MalformedError, claude_code
from aos_check.agents.apply_patch import by_file, writes_of
from aos_check.agents.event import Event, EventKind, HookAnswer, HookVerdict, Reply, ToolWrite
from aos_check.agents.payload import (
    Table,
    entries,
    event_from,
    object_at,
    optional,
    replacement,
    table,
    tables,
    text,
)
from aos_check.agents.profile import HookSetup, Signature
from aos_check.agents.reply import as_json, notice, reason
from aos_check.agents.server_tools import using

SETUP = HookSetup(
    files=(".github/hooks/*.json",),
    command_gate="PreToolUse",
    gates={"PreToolUse": ()},
    others=("SessionStart", "PostToolUse", "Stop"),
)
SIGNATURE = Signature("VS Code")  # it signs as Copilot does
EVENTS = claude_code.EVENTS
_SHELLS = frozenset({"run_in_terminal", "runInTerminal", "runTerminalCommand"})


def read(payload: object) -> Event | None:
    """Return the event that VS Code sends; None if the hook ignores it."""
    source = table(payload)
    event = event_from(source, text(source, "hookEventName", "hook_event_name"), EVENTS)
    if event is None or not event.has_tool:
        return event
    tool = text(source, "tool_name")
    if tool in _SHELLS:
        return event._replace(tool=tool, command=text(object_at(source), "command"))
    if tool.startswith("mcp_"):
        return using(event, tool, object_at(source))
    if tool not in _WRITERS:
        return None
    return event._replace(tool=tool, writes=_WRITERS[tool](object_at(source)))


def _created(given: Table) -> tuple[ToolWrite, ...]:
    return (ToolWrite(text(given, "filePath", "path"), text=optional(given, "content")),)


def _replaced(given: Table) -> tuple[ToolWrite, ...]:
    return (ToolWrite(text(given, "filePath"), edits=(replacement(given),)),)


def _replaced_often(given: Table) -> tuple[ToolWrite, ...]:
    return by_file(write for each in tables(given, "replacements") for write in _replaced(each))


def _edited(given: Table) -> tuple[ToolWrite, ...]:
    """The files of a tool that does not say what it writes."""
    path = optional(given, "filePath", "path")
    if path is not None:
        return (ToolWrite(path),)
    return tuple(ToolWrite(_path(entry)) for entry in entries(given, "files"))


def _path(entry: object) -> str:
    if isinstance(entry, str):
        return entry
    if isinstance(entry, dict):
        return text(entry, "filePath", "path")
    raise MalformedError("an entry of `files` of the event is not a file")


def _patched(given: Table) -> tuple[ToolWrite, ...]:
    return writes_of(text(given, "input"))


# Each tool has a name for the model and another name in the extension.
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
    """Return VS Code's form of the answer."""
    if event.kind is EventKind.PROMPT:
        # At a prompt, it can only show the user a notice.
        answer = HookAnswer(notice=answer.notice)
    if event.name == "Stop" and answer.verdict is HookVerdict.DENY:
        held = {"hookEventName": "Stop", "decision": "block", "reason": reason(answer)}
        return as_json(hookSpecificOutput=held, **notice(answer))
    return claude_code.write(event, answer)


def sample(command: str, folder: str) -> dict[str, object]:
    """Return the payload that VS Code sends before it runs a command in a folder."""
    return {
        "timestamp": "2026-01-01T00:00:00Z",
        "hookEventName": "PreToolUse",
        "sessionId": "aos-check-doctor",
        "transcript_path": "",
        "cwd": folder,
        "tool_name": "run_in_terminal",
        "tool_input": {"command": command},
    }
