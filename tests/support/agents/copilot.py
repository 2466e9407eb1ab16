"""What the Copilot CLI sends."""

from __future__ import annotations

import json
from typing import Any

from aos_check.agents.event import Event, EventKind, TextReplacement, ToolWrite
from tests.support.agents.case import HOME, Case
from tests.support.agents.patch import PATCH, PATCHED


def copilot(**more: object) -> dict[str, Any]:
    return {"sessionId": "c-1", "timestamp": 1704614400000, "cwd": HOME, **more}


def copilot_event(tool: str, *writes: ToolWrite, name: str = "preToolUse") -> Event:
    return Event(EventKind.BEFORE_TOOL, HOME, session="c-1", tool=tool, writes=writes, name=name)


COPILOT: list[Case] = [
    (
        "a session starts",
        copilot(source="new", initialPrompt="go"),
        Event(EventKind.SESSION_START, HOME, session="c-1", name="sessionStart"),
    ),
    (
        "a session goes on",
        copilot(source="resume"),
        Event(EventKind.SESSION_START, HOME, session="c-1", name="sessionStart"),
    ),
    (
        "a file is to be created",
        copilot(toolName="create", toolArgs={"path": "/a.md", "file_text": "# A\n"}),
        copilot_event("create", ToolWrite("/a.md", text="# A\n")),
    ),
    (
        "arguments written as JSON",
        copilot(
            toolName="edit",
            toolArgs=json.dumps({"path": "/a.md", "old_str": "a", "new_str": "b"}),
        ),
        copilot_event("edit", ToolWrite("/a.md", edits=(TextReplacement("a", "b"),))),
    ),
    (
        "a patch is to be applied",
        copilot(toolName="apply_patch", toolArgs=PATCH),
        copilot_event("apply_patch", *PATCHED),
    ),
    (
        "a patch in an object",
        copilot(toolName="apply_patch", toolArgs={"input": PATCH}),
        copilot_event("apply_patch", *PATCHED),
    ),
    (
        "an insertion",
        copilot(
            toolName="str_replace_editor",
            toolArgs={"command": "insert", "path": "/a.md", "insert_line": 2, "new_str": "b"},
        ),
        copilot_event("str_replace_editor", ToolWrite("/a.md")),
    ),
    (
        "an editor that only looks",
        copilot(toolName="str_replace_editor", toolArgs={"command": "view", "path": "/a.md"}),
        None,
    ),
    (
        "a command is to be run",
        copilot(toolName="bash", toolArgs={"command": "ls", "description": "List"}),
        copilot_event("bash")._replace(command="ls"),
    ),
    (
        "a command is to be run by PowerShell",
        copilot(toolName="powershell", toolArgs={"command": "ls"}),
        copilot_event("powershell")._replace(command="ls", dialect="powershell"),
    ),
    (
        "a file was created",
        copilot(
            toolName="create",
            toolArgs={"path": "/a.md", "file_text": ""},
            toolResult={"resultType": "success", "textResultForLlm": "done"},
        ),
        copilot_event("create", ToolWrite("/a.md", text=""), name="postToolUse")._replace(
            kind=EventKind.AFTER_TOOL
        ),
    ),
    (
        "by Claude Code's names",
        {
            "hook_event_name": "PreToolUse",
            "session_id": "c-1",
            "timestamp": "2026-10-01T10:00:00Z",
            "cwd": HOME,
            "tool_name": "Edit",
            "tool_input": {"path": "/a.md", "old_str": "a", "new_str": ""},
        },
        copilot_event(
            "Edit",
            ToolWrite("/a.md", edits=(TextReplacement("a", ""),)),
            name="PreToolUse",
        ),
    ),
    (
        "it stops",
        copilot(transcriptPath="/t", stopReason="end_turn", stop_hook_active=True),
        Event(EventKind.STOP, HOME, session="c-1", held=True, name="agentStop"),
    ),
    ("a tool failed", copilot(toolName="bash", toolArgs={}, error="no"), None),
    ("a prompt", copilot(prompt="go"), None),
    ("a session ends", copilot(reason="complete"), None),
    ("a tool that only reads", copilot(toolName="view", toolArgs={"path": "/a"}), None),
]
