"""Samples of Cursor's hook input."""

from __future__ import annotations

from functools import partial
from typing import Any

from aos_check.agents.event import TextReplacement, ToolWrite
from tests.support.agents.case import HOME, Case, event


def cursor(name: str, **more: object) -> dict[str, Any]:
    common = {
        "conversation_id": "k-1",
        "generation_id": "g-1",
        "model": "some",
        "cursor_version": "3.8.11",
        "workspace_roots": [HOME],
        "user_email": None,
    }
    return {**common, "hook_event_name": name, **more}


def cursor_tool(tool: str, given: object) -> dict[str, Any]:
    return cursor("preToolUse", tool_name=tool, tool_input=given, tool_use_id="1", cwd=HOME)


cursor_event = partial(event, "k-1")

CURSOR: list[Case] = [
    (
        "a session starts",
        cursor("sessionStart", session_id="k-1", is_background_agent=False),
        cursor_event("sessionStart"),
    ),
    (
        "a command is to be run",
        cursor("beforeShellExecution", command="ls", cwd="", sandbox=False),
        cursor_event("beforeShellExecution", "Shell", command="ls"),
    ),
    (
        "a command is to be run elsewhere",
        cursor_tool("Shell", {"command": "ls", "working_directory": f"{HOME}/api"}),
        cursor_event("preToolUse", "Shell", command="ls", folder=f"{HOME}/api"),
    ),
    (
        "a file is to be written",
        cursor_tool("Write", {"file_path": "/a.md", "content": "# A\n"}),
        cursor_event("preToolUse", "Write", ToolWrite("/a.md", text="# A\n")),
    ),
    (
        "the same in other words",
        cursor_tool("Write", {"path": "/a.md", "contents": "# A\n"}),
        cursor_event("preToolUse", "Write", ToolWrite("/a.md", text="# A\n")),
    ),
    (
        "a file is to be edited",
        cursor_tool("StrReplace", {"path": "/a.md", "old_string": "a", "new_string": "b"}),
        cursor_event(
            "preToolUse", "StrReplace", ToolWrite("/a.md", edits=(TextReplacement("a", "b"),))
        ),
    ),
    (
        "a file is to be edited in several places",
        cursor_tool("Write", {"file_path": "/a", "edits": [{"old_string": "a"}, {}]}),
        cursor_event("preToolUse", "Write", ToolWrite("/a", edits=(TextReplacement("a", ""),))),
    ),
    (
        "a file is to be deleted",
        cursor_tool("Delete", {"path": "/a.md"}),
        cursor_event("preToolUse", "Delete", ToolWrite("/a.md", gone=True)),
    ),
    (
        "a file was written",
        cursor(
            "postToolUse",
            tool_name="Write",
            tool_input={"file_path": "/a.md", "content": ""},
            tool_output="{}",
        ),
        cursor_event("postToolUse", "Write", ToolWrite("/a.md", text="")),
    ),
    (
        "it stops again",
        cursor("stop", status="completed", loop_count=1),
        cursor_event("stop", held=True),
    ),
    ("it is stopped", cursor("stop", status="aborted", loop_count=0), None),
    ("a tool that only reads", cursor_tool("Read", {"file_path": "/a.md"}), None),
    ("an event without an answer", cursor("afterFileEdit", file_path="/a", edits=[]), None),
    (
        "no folder anywhere",
        {"hook_event_name": "stop", "conversation_id": "k-1"},
        cursor_event("stop", folder=""),
    ),
]
