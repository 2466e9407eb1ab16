"""Samples of Windsurf's hook input."""

from __future__ import annotations

from functools import partial
from typing import Any

from aos_check.agents.event import TextReplacement, ToolWrite
from tests.support.agents.case import HOME, Case, event


def windsurf(name: str, **info: object) -> dict[str, Any]:
    common = {"trajectory_id": "w-1", "execution_id": "e-1", "timestamp": "now"}
    return {**common, "agent_action_name": name, "tool_info": info}


windsurf_event = partial(event, "w-1")

WINDSURF: list[Case] = [
    (
        "a file is to be written",
        windsurf("pre_write_code", file_path="/a", edits=[{"old_string": "a", "new_string": "b"}]),
        windsurf_event(
            "pre_write_code",
            "write_code",
            ToolWrite("/a", edits=(TextReplacement("a", "b"),)),
            folder="",
        ),
    ),
    (
        "a file is to be written, it does not say how",
        windsurf("pre_write_code", file_path="/a"),
        windsurf_event("pre_write_code", "write_code", ToolWrite("/a"), folder=""),
    ),
    (
        "a command is to be run",
        windsurf("pre_run_command", command_line="ls", cwd=HOME),
        windsurf_event("pre_run_command", "run_command", command="ls"),
    ),
    ("nothing can be said", windsurf("post_write_code", file_path="/a", edits=[]), None),
    ("nothing can be said at the end", windsurf("post_cascade_response", response="done"), None),
]
