"""Samples of Gemini CLI's hook input."""

from __future__ import annotations

from functools import partial
from typing import Any

from aos_check.agents.event import TextReplacement, ToolWrite
from tests.support.agents.case import HOME, Case, event


def gemini(name: str, **more: object) -> dict[str, Any]:
    common = {"session_id": "m-1", "transcript_path": "/t", "cwd": HOME, "timestamp": "now"}
    return {**common, "hook_event_name": name, **more}


def gemini_tool(tool: str, given: object) -> dict[str, Any]:
    return gemini("BeforeTool", tool_name=tool, tool_input=given)


gemini_event = partial(event, "m-1")

GEMINI: list[Case] = [
    ("a session goes on", gemini("SessionStart", source="resume"), gemini_event("SessionStart")),
    ("a prompt", gemini("BeforeAgent", prompt="go"), gemini_event("BeforeAgent")),
    (
        "a file is to be written",
        gemini_tool("write_file", {"file_path": "/a.md", "content": "# A\n"}),
        gemini_event("BeforeTool", "write_file", ToolWrite("/a.md", text="# A\n")),
    ),
    (
        "a file is to be edited",
        gemini_tool("replace", {"file_path": "/a.md", "old_string": "a", "new_string": "b"}),
        gemini_event(
            "BeforeTool", "replace", ToolWrite("/a.md", edits=(TextReplacement("a", "b"),))
        ),
    ),
    (
        "a file is to be edited in many places",
        gemini_tool(
            "replace",
            {"file_path": "/a", "old_string": "a", "new_string": "", "expected_replacements": 3},
        ),
        gemini_event(
            "BeforeTool",
            "replace",
            ToolWrite("/a", edits=(TextReplacement("a", "", everywhere=True),)),
        ),
    ),
    (
        "a command is to be run",
        gemini_tool("run_shell_command", {"command": "ls", "dir_path": "api"}),
        gemini_event("BeforeTool", "run_shell_command", command="ls", folder=f"{HOME}/api"),
    ),
    (
        "it stops",
        gemini("AfterAgent", prompt="go", prompt_response="done", stop_hook_active=False),
        gemini_event("AfterAgent"),
    ),
    ("a tool that only reads", gemini_tool("read_file", {"path": "/a"}), None),
    ("an event that is not ours", gemini("BeforeModel", llm_request={}), None),
]
