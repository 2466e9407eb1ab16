"""Windsurf: it hears nothing but a refusal, by exit code, before it writes a file or runs."""

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
from aos_check.agents.payload import Table, said, table, tables, text, within
from aos_check.agents.reply import SILENCE, reason

EVENTS = frozenset({"pre_write_code", "pre_run_command"})
REFUSED = 2


def read(payload: object) -> Event | None:
    """What Windsurf asks about; None where it would not listen."""
    source = table(payload, "the event")
    name = text(source, "agent_action_name")
    if name not in EVENTS:
        return None
    given = within(source, "tool_info")
    event = Event(
        EventKind.BEFORE_TOOL,
        said(given, "cwd") or "",
        session=said(source, "trajectory_id") or "",
        tool=name.removeprefix("pre_"),
        name=name,
    )
    if name == "pre_run_command":
        return event._replace(command=text(given, "command_line"))
    return event._replace(writes=(_write(given),))


def _write(given: Table) -> ToolWrite:
    changes = tables(given, "edits") if given.get("edits") is not None else []
    edits = (
        TextReplacement(text(each, "old_string"), text(each, "new_string")) for each in changes
    )
    return ToolWrite(text(given, "file_path"), edits=tuple(edits))


def write(event: Event, answer: HookAnswer) -> Reply:
    """A refusal, or nothing. It cannot be made to ask; what must be asked about is refused."""
    if event.kind is not EventKind.BEFORE_TOOL or answer.verdict in {
        HookVerdict.SILENT,
        HookVerdict.TELL,
    }:
        return SILENCE
    return Reply(complaint=f"{reason(answer)}\n", code=REFUSED)
