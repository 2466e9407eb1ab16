"""What VS Code sends."""

from __future__ import annotations

from typing import Any

from aos_check.agents.event import Event, EventKind, TextReplacement, ToolWrite
from tests.support.agents.case import HOME, Case
from tests.support.agents.patch import PATCH, PATCHED


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


def vscode_event(tool: str, *writes: ToolWrite, command: str = "") -> Event:
    return Event(
        EventKind.BEFORE_TOOL,
        HOME,
        session="s-1",
        tool=tool,
        writes=writes,
        command=command,
        name="PreToolUse",
    )


SWAP = {"filePath": "/a.md", "oldString": "a", "newString": "b", "explanation": "why"}

VSCODE: list[Case] = [
    (
        "a session starts",
        vscode("SessionStart", source="new"),
        Event(EventKind.SESSION_START, HOME, session="s-1", name="SessionStart"),
    ),
    (
        "the other spelling",
        {"hook_event_name": "Stop", "session_id": "s-1", "cwd": HOME, "stop_hook_active": True},
        Event(EventKind.STOP, HOME, session="s-1", held=True, name="Stop"),
    ),
    (
        "a file is to be created",
        vscode_tool("create_file", {"filePath": "/a.md", "content": "# A\n"}),
        vscode_event("create_file", ToolWrite("/a.md", text="# A\n")),
    ),
    (
        "a file is to be edited",
        vscode_tool("replace_string_in_file", SWAP),
        vscode_event(
            "replace_string_in_file", ToolWrite("/a.md", edits=(TextReplacement("a", "b"),))
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
            "multi_replace_string_in_file",
            ToolWrite("/a.md", edits=(TextReplacement("a", "b"), TextReplacement("c", ""))),
            ToolWrite("/b.md", edits=(TextReplacement("a", "b"),)),
        ),
    ),
    (
        "a patch is to be applied",
        vscode_tool("apply_patch", {"input": PATCH, "explanation": "why"}),
        vscode_event("apply_patch", *PATCHED),
    ),
    (
        "files are to be edited somehow",
        vscode_tool("editFiles", {"files": ["src/a.ts", {"filePath": "src/b.ts"}]}),
        vscode_event("editFiles", ToolWrite("src/a.ts"), ToolWrite("src/b.ts")),
    ),
    (
        "code is to be inserted",
        vscode_tool("insert_edit_into_file", {"filePath": "/a.ts", "code": "// ...\nx()"}),
        vscode_event("insert_edit_into_file", ToolWrite("/a.ts")),
    ),
    (
        "a command is to be run",
        vscode_tool("run_in_terminal", {"command": "ls", "isBackground": False}),
        vscode_event("run_in_terminal", command="ls"),
    ),
    ("a tool that only reads", vscode_tool("read_file", {"filePath": "/a.md"}), None),
    ("another's tool", vscode_tool("Write", {"file_path": "/a.md", "content": ""}), None),
    ("an event that is not ours", vscode("PreCompact", trigger="auto"), None),
]
