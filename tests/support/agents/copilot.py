"""Samples of the Copilot CLI's hook input."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from aos_check.agents.event import TextReplacement, ToolWrite
from tests.support.agents.case import HOME, PATCH, PATCHED, Case, event


def copilot(**more: object) -> dict[str, Any]:
    return {"sessionId": "c-1", "timestamp": 1704614400000, "cwd": HOME, **more}


copilot_event = partial(event, "c-1")

COPILOT: list[Case] = [
    ("a session starts", copilot(source="new", initialPrompt="go"), copilot_event("sessionStart")),
    ("a session goes on", copilot(source="resume"), copilot_event("sessionStart")),
    (
        "a file is to be created",
        copilot(toolName="create", toolArgs={"path": "/a.md", "file_text": "# A\n"}),
        copilot_event("preToolUse", "create", ToolWrite("/a.md", text="# A\n")),
    ),
    (
        "arguments written as JSON",
        copilot(
            toolName="edit", toolArgs=json.dumps({"path": "/a.md", "old_str": "a", "new_str": "b"})
        ),
        copilot_event("preToolUse", "edit", ToolWrite("/a.md", edits=(TextReplacement("a", "b"),))),
    ),
    (
        "a patch is to be applied",
        copilot(toolName="apply_patch", toolArgs=PATCH),
        copilot_event("preToolUse", "apply_patch", *PATCHED),
    ),
    (
        "a patch in an object",
        copilot(toolName="apply_patch", toolArgs={"input": PATCH}),
        copilot_event("preToolUse", "apply_patch", *PATCHED),
    ),
    (
        "an insertion",
        copilot(
            toolName="str_replace_editor",
            toolArgs={"command": "insert", "path": "/a.md", "insert_line": 2, "new_str": "b"},
        ),
        copilot_event("preToolUse", "str_replace_editor", ToolWrite("/a.md")),
    ),
    (
        "an editor that only looks",
        copilot(toolName="str_replace_editor", toolArgs={"command": "view", "path": "/a.md"}),
        None,
    ),
    (
        "a command is to be run",
        copilot(toolName="bash", toolArgs={"command": "ls", "description": "List"}),
        copilot_event("preToolUse", "bash", command="ls"),
    ),
    (
        "a command is to be run by PowerShell",
        copilot(toolName="powershell", toolArgs={"command": "ls"}),
        copilot_event("preToolUse", "powershell", command="ls", dialect="powershell"),
    ),
    (
        "a file was created",
        copilot(
            toolName="create",
            toolArgs={"path": "/a.md", "file_text": ""},
            toolResult={"resultType": "success", "textResultForLlm": "done"},
        ),
        copilot_event("postToolUse", "create", ToolWrite("/a.md", text="")),
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
        copilot_event("PreToolUse", "Edit", ToolWrite("/a.md", edits=(TextReplacement("a", ""),))),
    ),
    (
        "it stops",
        copilot(transcriptPath="/t", stopReason="end_turn", stop_hook_active=True),
        copilot_event("agentStop", held=True),
    ),
    ("a tool failed", copilot(toolName="bash", toolArgs={}, error="no"), None),
    ("a prompt", copilot(prompt="go"), None),
    ("a session ends", copilot(reason="complete"), None),
    ("a tool that only reads", copilot(toolName="view", toolArgs={"path": "/a"}), None),
]
