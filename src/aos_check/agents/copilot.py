"""The Copilot CLI and the cloud agent.

The configuration decides the spelling of a payload. Events configured in camel case come without
their name. Events in Pascal case have it, and use Claude Code's names for the tools.
"""

from __future__ import annotations

from aos_check.agents import MalformedError
from aos_check.agents.apply_patch import writes_of
from aos_check.agents.event import Event, EventKind, HookAnswer, HookVerdict, Reply, ToolWrite
from aos_check.agents.payload import OLD, Table, event_from, optional, replacement, table, text
from aos_check.agents.profile import HookSetup, Signature
from aos_check.agents.reply import SILENCE, as_json, reason, shown

SETUP = HookSetup(
    files=(".github/hooks/*.json",),
    command_gate="preToolUse",
    gates={"preToolUse": ()},
    others=("sessionStart", "postToolUse", "agentStop"),
    decision=("permissionDecision",),
)
SIGNATURE = Signature(
    "Copilot",
    names=("copilot", "github copilot"),
    mails=("copilot@github.com", "copilot@users.noreply.github.com"),
    bots=("copilot-swe-agent", "copilot"),
    variables=("COPILOT_AGENT", "COPILOT_CLI"),
)
# The first of these keys in a payload shows the event. The hook ignores events of None.
_SHOWN_BY = {
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


def read(payload: object) -> Event | None:
    """Return the event that Copilot sends; None if the hook ignores it."""
    source = table(payload)
    text(source, "cwd")
    event = event_from(source, _name(source), EVENTS)
    if event is None or not event.has_tool:
        return event
    tool = text(source, "toolName", "tool_name")
    if tool not in _SHELLS | _WRITERS:
        return None
    given = _given(source.get("toolArgs", source.get("tool_input")))
    if tool in _WRITERS:
        writes = writes_of(given) if isinstance(given, str) else _writes(given)
        return event._replace(tool=tool, writes=writes) if writes else None
    if isinstance(given, str):
        raise MalformedError("the arguments of the event's tool are not an object")
    event = event._replace(tool=tool, command=text(given, "command"))
    return event._replace(dialect="powershell") if tool == "powershell" else event


def _name(source: Table) -> str | None:
    unnamed = next((name for key, name in _SHOWN_BY.items() if key in source), None)
    return optional(source, "hook_event_name", "hookEventName") or unnamed


def _given(arguments: object) -> Table | str:
    """The arguments of a tool: an object (maybe as JSON text) or a patch."""
    what = "the input of the event's tool"
    if not isinstance(arguments, str):
        return table(arguments, what)
    if "*** Begin Patch" in arguments and not arguments.lstrip().startswith("{"):
        return arguments
    from json import loads

    try:
        return table(loads(arguments), what)
    except (ValueError, RecursionError):
        raise MalformedError(f"{what} is not JSON") from None


def _writes(given: Table) -> tuple[ToolWrite, ...]:
    patch = optional(given, "input", "patch")
    if patch is not None:
        return writes_of(patch)
    if optional(given, "command") in {"view", "undo_edit"}:
        return ()
    path, content = text(given, "path", "file_path"), optional(given, "file_text", "content")
    if content is not None:
        return (ToolWrite(path, text=content),)
    edits = (replacement(given),) if optional(given, *OLD) is not None else ()
    return (ToolWrite(path, edits=edits),)


def write(event: Event, answer: HookAnswer) -> Reply:
    """Return Copilot's form of the answer, or silence if it would ignore the answer."""
    verdict = answer.verdict
    if verdict is HookVerdict.SILENT:
        return SILENCE
    if event.kind is EventKind.BEFORE_TOOL:
        if verdict is HookVerdict.TELL:
            return SILENCE
        decision = "ask" if verdict is HookVerdict.ASK else "deny"
        return as_json(permissionDecision=decision, permissionDecisionReason=reason(answer))
    if event.kind is EventKind.STOP:
        denied = verdict is HookVerdict.DENY
        return as_json(decision="block", reason=reason(answer)) if denied else SILENCE
    return as_json(additionalContext=shown(answer)) if shown(answer) else SILENCE


def sample(command: str, folder: str) -> dict[str, object]:
    """Return the payload that Copilot sends before it runs a command in a folder."""
    from json import dumps

    return {
        "timestamp": 0,
        "cwd": folder,
        "sessionId": "aos-check-doctor",
        "toolName": "bash",
        "toolArgs": dumps({"command": command}),
    }
