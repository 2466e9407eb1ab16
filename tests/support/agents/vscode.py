"""Samples of VS Code's hook input."""

from __future__ import annotations

from functools import partial
from typing import Any

from aos_check.agents.event import TextReplacement, ToolWrite
from tests.support.agents.case import HOME, PATCH, PATCHED, Case, event


def vscode(name: str, **more: object) -> dict[str, Any]:
    common = {
        "timestamp": "2026-02-09T10:30:00.000Z",
        "cwd": HOME,
        "sessionId": "s-1",
        "transcript_path": "/home/ada/transcript.json",
    }
    return {**common, "hookEventName": name, **more}


def vscode_tool(tool: str, given: object) -> dict[str, Any]:
    return vscode("PreToolUse", tool_name=tool, tool_input=given, tool_use_id="tool-123")


SWAP = {"filePath": "/a.md", "oldString": "a", "newString": "b", "explanation": "why"}


vscode_event = partial(event, "s-1")

VSCODE: list[Case] = [
    ("a session starts", vscode("SessionStart", source="new"), vscode_event("SessionStart")),
    (
        "the other spelling",
        {"hook_event_name": "Stop", "session_id": "s-1", "cwd": HOME, "stop_hook_active": True},
        vscode_event("Stop", held=True),
    ),
    (
        "a file is to be created",
        vscode_tool("create_file", {"filePath": "/a.md", "content": "# A\n"}),
        vscode_event("PreToolUse", "create_file", ToolWrite("/a.md", text="# A\n")),
    ),
    (
        "a file is to be edited",
        vscode_tool("replace_string_in_file", SWAP),
        vscode_event(
            "PreToolUse",
            "replace_string_in_file",
            ToolWrite("/a.md", edits=(TextReplacement("a", "b"),)),
        ),
    ),
    (
        "files are to be edited",
        vscode_tool(
            "multi_replace_string_in_file",
            {
                "explanation": "why",
                "replacements": [
                    SWAP,
                    {**SWAP, "filePath": "/b.md"},
                    {**SWAP, "oldString": "c", "newString": ""},
                ],
            },
        ),
        vscode_event(
            "PreToolUse",
            "multi_replace_string_in_file",
            ToolWrite("/a.md", edits=(TextReplacement("a", "b"), TextReplacement("c", ""))),
            ToolWrite("/b.md", edits=(TextReplacement("a", "b"),)),
        ),
    ),
    (
        "a patch is to be applied",
        vscode_tool("apply_patch", {"input": PATCH, "explanation": "why"}),
        vscode_event("PreToolUse", "apply_patch", *PATCHED),
    ),
    (
        "files are to be edited somehow",
        vscode_tool("editFiles", {"files": ["src/a.ts", {"filePath": "src/b.ts"}]}),
        vscode_event("PreToolUse", "editFiles", ToolWrite("src/a.ts"), ToolWrite("src/b.ts")),
    ),
    (
        "code is to be inserted",
        vscode_tool("insert_edit_into_file", {"filePath": "/a.ts", "code": "// ...\nx()"}),
        vscode_event("PreToolUse", "insert_edit_into_file", ToolWrite("/a.ts")),
    ),
    (
        "a command is to be run",
        vscode_tool("run_in_terminal", {"command": "ls", "isBackground": False}),
        vscode_event("PreToolUse", "run_in_terminal", command="ls"),
    ),
    ("a tool that only reads", vscode_tool("read_file", {"filePath": "/a.md"}), None),
    ("another's tool", vscode_tool("Write", {"file_path": "/a.md", "content": ""}), None),
    ("an event that is not ours", vscode("PreCompact", trigger="auto"), None),
]
