"""What Cursor sends."""

from __future__ import annotations

from typing import Any

from aos_check.agents.event import Event, EventKind, TextReplacement, ToolWrite
from tests.support.agents.case import HOME, Case


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


def cursor_event(tool: str, *writes: ToolWrite) -> Event:
    return Event(
        EventKind.BEFORE_TOOL, HOME, session="k-1", tool=tool, writes=writes, name="preToolUse"
    )


CURSOR: list[Case] = [
    (
        "a session starts",
        cursor("sessionStart", session_id="k-1", is_background_agent=False),
        Event(EventKind.SESSION_START, HOME, session="k-1", name="sessionStart"),
    ),
    (
        "a command is to be run",
        cursor("beforeShellExecution", command="ls", cwd="", sandbox=False),
        cursor_event("Shell")._replace(command="ls", name="beforeShellExecution"),
    ),
    (
        "a command is to be run elsewhere",
        cursor_tool("Shell", {"command": "ls", "working_directory": f"{HOME}/api"}),
        cursor_event("Shell")._replace(command="ls", folder=f"{HOME}/api"),
    ),
    (
        "a file is to be written",
        cursor_tool("Write", {"file_path": "/a.md", "content": "# A\n"}),
        cursor_event("Write", ToolWrite("/a.md", text="# A\n")),
    ),
    (
        "the same in other words",
        cursor_tool("Write", {"path": "/a.md", "contents": "# A\n"}),
        cursor_event("Write", ToolWrite("/a.md", text="# A\n")),
    ),
    (
        "a file is to be edited",
        cursor_tool("StrReplace", {"path": "/a.md", "old_string": "a", "new_string": "b"}),
        cursor_event("StrReplace", ToolWrite("/a.md", edits=(TextReplacement("a", "b"),))),
    ),
    (
        "a file is to be edited in several places",
        cursor_tool("Write", {"file_path": "/a", "edits": [{"old_string": "a"}, {}]}),
        cursor_event("Write", ToolWrite("/a", edits=(TextReplacement("a", ""),))),
    ),
    (
        "a file is to be deleted",
        cursor_tool("Delete", {"path": "/a.md"}),
        cursor_event("Delete", ToolWrite("/a.md", gone=True)),
    ),
    (
        "a file was written",
        cursor(
            "postToolUse",
            tool_name="Write",
            tool_input={"file_path": "/a.md", "content": ""},
            tool_output="{}",
        ),
        cursor_event("Write", ToolWrite("/a.md", text=""))._replace(
            kind=EventKind.AFTER_TOOL, name="postToolUse"
        ),
    ),
    (
        "it stops again",
        cursor("stop", status="completed", loop_count=1),
        Event(EventKind.STOP, HOME, session="k-1", held=True, name="stop"),
    ),
    ("it is stopped", cursor("stop", status="aborted", loop_count=0), None),
    ("a tool that only reads", cursor_tool("Read", {"file_path": "/a.md"}), None),
    ("an event without an answer", cursor("afterFileEdit", file_path="/a", edits=[]), None),
    (
        "no folder anywhere",
        {"hook_event_name": "stop", "conversation_id": "k-1"},
        Event(EventKind.STOP, "", session="k-1", name="stop"),
    ),
]
