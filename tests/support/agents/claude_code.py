"""Samples of Claude Code's hook input."""

from __future__ import annotations

from functools import partial
from typing import Any

from aos_check.agents.event import TextReplacement, ToolWrite
from tests.support.agents.case import HOME, Case, event


def claude(name: str, **more: object) -> dict[str, Any]:
    """An event of Claude Code with the common fields and these."""
    common = {
        "session_id": "fa2b",
        "transcript_path": "/home/ada/.claude/fa2b.jsonl",
        "cwd": HOME,
        "prompt_id": "fbc8",
        "permission_mode": "default",
        "effort": {"level": "medium"},
    }
    return {**common, "hook_event_name": name, **more}


def claude_tool(name: str, tool: str, given: object, **more: object) -> dict[str, Any]:
    return claude(name, tool_name=tool, tool_input=given, tool_use_id="toolu_01_00", **more)


WRITTEN = {"file_path": f"{HOME}/src/a.py", "content": "x = 1\n"}
CREATED: dict[str, object] = {
    "type": "create",
    "filePath": "src/a.py",
    "content": "x = 1\n",
    "structuredPatch": [],
    "originalFile": None,
    "userModified": False,
}
CHANGED = {"file_path": f"{HOME}/a.md", "old_string": "[ ]", "new_string": "[x]"}


claude_event = partial(event, "fa2b")

CLAUDE_CODE: list[Case] = [
    (
        "a session starts",
        {
            "session_id": "fa2b",
            "transcript_path": "/home/ada/.claude/fa2b.jsonl",
            "cwd": HOME,
            "hook_event_name": "SessionStart",
            "source": "startup",
        },
        claude_event("SessionStart"),
    ),
    ("a session goes on", claude("SessionStart", source="compact"), claude_event("SessionStart")),
    ("a prompt", claude("UserPromptSubmit", prompt="go"), claude_event("UserPromptSubmit")),
    (
        "a file is to be written",
        claude_tool("PreToolUse", "Write", WRITTEN),
        claude_event("PreToolUse", "Write", ToolWrite(f"{HOME}/src/a.py", text="x = 1\n")),
    ),
    (
        "a file is to be edited",
        claude_tool("PreToolUse", "Edit", {**CHANGED, "replace_all": True}),
        claude_event(
            "PreToolUse",
            "Edit",
            ToolWrite(f"{HOME}/a.md", edits=(TextReplacement("[ ]", "[x]", everywhere=True),)),
        ),
    ),
    (
        "a file is to be edited in several places",
        claude_tool(
            "PreToolUse",
            "MultiEdit",
            {
                "file_path": "C:\\shop\\a.md",
                "edits": [
                    {"old_string": "a", "new_string": "b"},
                    {"old_string": "b", "new_string": "", "replace_all": False},
                ],
            },
        ),
        claude_event(
            "PreToolUse",
            "MultiEdit",
            ToolWrite(
                "C:\\shop\\a.md", edits=(TextReplacement("a", "b"), TextReplacement("b", ""))
            ),
        ),
    ),
    (
        "a notebook is to be edited",
        claude_tool("PreToolUse", "NotebookEdit", {"notebook_path": "/n.ipynb", "new_source": ""}),
        claude_event("PreToolUse", "NotebookEdit", ToolWrite("/n.ipynb")),
    ),
    (
        "a command is to be run",
        claude_tool("PreToolUse", "Bash", {"command": "git commit -m x", "description": "Commit"}),
        claude_event("PreToolUse", "Bash", command="git commit -m x"),
    ),
    (
        "a command is to be run by PowerShell",
        claude_tool("PreToolUse", "PowerShell", {"command": "git push"}),
        claude_event("PreToolUse", "PowerShell", command="git push", dialect="powershell"),
    ),
    (
        "a command is to be watched",
        claude_tool("PreToolUse", "Monitor", {"command": "tail -f log", "persistent": True}),
        claude_event("PreToolUse", "Monitor", command="tail -f log"),
    ),
    (
        "a socket is to be watched",
        claude_tool("PreToolUse", "Monitor", {"ws": {"url": "wss://example.org"}}),
        None,
    ),
    (
        "a file was created",
        claude_tool("PostToolUse", "Write", WRITTEN, tool_response=CREATED, duration_ms=9),
        claude_event(
            "PostToolUse", "Write", ToolWrite(f"{HOME}/src/a.py", text="x = 1\n", before="")
        ),
    ),
    (
        "a file was overwritten",
        claude_tool(
            "PostToolUse",
            "Write",
            WRITTEN,
            tool_response={**CREATED, "type": "update", "originalFile": "x = 0\n"},
        ),
        claude_event(
            "PostToolUse", "Write", ToolWrite(f"{HOME}/src/a.py", text="x = 1\n", before="x = 0\n")
        ),
    ),
    (
        "a file was edited, and nobody says what it held",
        claude_tool("PostToolUse", "Edit", CHANGED, tool_response={"originalFile": None}),
        claude_event(
            "PostToolUse", "Edit", ToolWrite(f"{HOME}/a.md", edits=(TextReplacement("[ ]", "[x]"),))
        ),
    ),
    (
        "an edit created a file",
        claude_tool(
            "PostToolUse",
            "Edit",
            {**CHANGED, "old_string": ""},
            tool_response={"originalFile": None},
        ),
        claude_event(
            "PostToolUse",
            "Edit",
            ToolWrite(f"{HOME}/a.md", edits=(TextReplacement("", "[x]"),), before=""),
        ),
    ),
    (
        "a response that is only text",
        claude_tool("PostToolUse", "Edit", CHANGED, tool_response="File changed"),
        claude_event(
            "PostToolUse", "Edit", ToolWrite(f"{HOME}/a.md", edits=(TextReplacement("[ ]", "[x]"),))
        ),
    ),
    (
        "it stops",
        claude("Stop", stop_hook_active=False, last_assistant_message="done"),
        claude_event("Stop"),
    ),
    (
        "a subagent stops again",
        claude("SubagentStop", agent_id="a1", agent_type="Explore", stop_hook_active=True),
        claude_event("SubagentStop", held=True),
    ),
    ("a tool that only reads", claude_tool("PreToolUse", "Read", {"file_path": "/a"}), None),
    ("a tool of a server", claude_tool("PreToolUse", "mcp__memory__write", {"anything": 1}), None),
    (
        "a tool of a server writes a file",
        claude_tool("PreToolUse", "mcp__fs__write_file", {"path": "a.md", "content": "x"}),
        claude_event("PreToolUse", "mcp__fs__write_file", ToolWrite("a.md", text="x")),
    ),
    (
        "a tool of a server has run",
        claude_tool("PostToolUse", "mcp__memory__write", {"anything": 1}),
        claude_event("PostToolUse", "mcp__memory__write"),
    ),
    (
        "a command has failed",
        claude_tool("PostToolUseFailure", "Bash", {"command": "false"}, error="Exit code 1"),
        claude_event("PostToolUseFailure", "Bash", command="false"),
    ),
    ("an event that is not ours", claude("PostToolBatch", tool_calls=[]), None),
    ("an event of next month", {"hook_event_name": "PreDream"}, None),
]
