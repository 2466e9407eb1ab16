"""What Windsurf sends."""

from __future__ import annotations

from typing import Any

from aos_check.agents.event import Event, EventKind, TextReplacement, ToolWrite
from tests.support.agents.case import HOME, Case


def windsurf(name: str, **info: object) -> dict[str, Any]:
    common = {"trajectory_id": "w-1", "execution_id": "e-1", "timestamp": "now"}
    return {**common, "agent_action_name": name, "tool_info": info}


WINDSURF: list[Case] = [
    (
        "a file is to be written",
        windsurf("pre_write_code", file_path="/a", edits=[{"old_string": "a", "new_string": "b"}]),
        Event(
            EventKind.BEFORE_TOOL,
            "",
            session="w-1",
            tool="write_code",
            writes=(ToolWrite("/a", edits=(TextReplacement("a", "b"),)),),
            name="pre_write_code",
        ),
    ),
    (
        "a file is to be written, it does not say how",
        windsurf("pre_write_code", file_path="/a"),
        Event(
            EventKind.BEFORE_TOOL,
            "",
            session="w-1",
            tool="write_code",
            writes=(ToolWrite("/a"),),
            name="pre_write_code",
        ),
    ),
    (
        "a command is to be run",
        windsurf("pre_run_command", command_line="ls", cwd=HOME),
        Event(
            EventKind.BEFORE_TOOL,
            HOME,
            session="w-1",
            tool="run_command",
            command="ls",
            name="pre_run_command",
        ),
    ),
    ("nothing can be said", windsurf("post_write_code", file_path="/a", edits=[]), None),
    ("nothing can be said at the end", windsurf("post_cascade_response", response="done"), None),
]
