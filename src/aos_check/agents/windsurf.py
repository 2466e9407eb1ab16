"""Windsurf: it accepts only refusals, by exit code, before it writes a file or runs a command."""

from __future__ import annotations

from aos_check.agents.event import Event, EventKind, HookAnswer, HookVerdict, Reply, ToolWrite
from aos_check.agents.payload import Table, object_at, optional, replacement, table, tables, text
from aos_check.agents.profile import HookSetup, Signature
from aos_check.agents.reply import SILENCE, reason

SETUP = HookSetup(
    files=(".windsurf/hooks.json",),
    command_gate="pre_run_command",
    gates={"pre_run_command": (), "pre_write_code": ()},
    decision=(),
)
SIGNATURE = Signature(
    "Windsurf", names=("windsurf",), mails=("noreply@windsurf.com", "noreply@codeium.com")
)
EVENTS = frozenset(SETUP.gates)
_REFUSED = 2


def read(payload: object) -> Event | None:
    """Return the event that Windsurf sends; None if it would ignore the answer."""
    source = table(payload)
    name = text(source, "agent_action_name")
    if name not in EVENTS:
        return None
    given = object_at(source, "tool_info")
    event = Event(
        EventKind.BEFORE_TOOL,
        optional(given, "cwd") or "",
        session=optional(source, "trajectory_id") or "",
        tool=name.removeprefix("pre_"),
        name=name,
    )
    if name == "pre_run_command":
        return event._replace(command=text(given, "command_line"))
    return event._replace(writes=(_write(given),))


def _write(given: Table) -> ToolWrite:
    changes = tables(given, "edits") if given.get("edits") is not None else []
    return ToolWrite(text(given, "file_path"), edits=tuple(map(replacement, changes)))


def write(event: Event, answer: HookAnswer) -> Reply:
    """Return a refusal, or nothing. Windsurf cannot ask the user, so "ask" becomes a refusal."""
    refused = answer.verdict in {HookVerdict.ASK, HookVerdict.DENY}
    if event.kind is not EventKind.BEFORE_TOOL or not refused:
        return SILENCE
    return Reply(complaint=f"{reason(answer)}\n", code=_REFUSED)


def sample(command: str, folder: str) -> dict[str, object]:
    """Return the payload that Windsurf sends before it runs a command in a folder."""
    return {
        "agent_action_name": "pre_run_command",
        "trajectory_id": "aos-check-doctor",
        "tool_info": {"command_line": command, "cwd": folder},
    }
