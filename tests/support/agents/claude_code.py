"""What Claude Code sends."""

from __future__ import annotations

from typing import Any

from aos_check.agents.event import Event, EventKind, TextReplacement, ToolWrite
from tests.support.agents.case import HOME, Case


def claude(name: str, **more: object) -> dict[str, Any]:
    """What Claude Code sends with every event, and more."""
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
        Event(EventKind.SESSION_START, HOME, session="fa2b", name="SessionStart"),
    ),
    (
        "a session goes on",
        claude("SessionStart", source="compact"),
        Event(EventKind.SESSION_START, HOME, session="fa2b", name="SessionStart"),
    ),
    (
        "a prompt",
        claude("UserPromptSubmit", prompt="go"),
        Event(EventKind.PROMPT, HOME, session="fa2b", name="UserPromptSubmit"),
    ),
    (
        "a file is to be written",
        claude_tool("PreToolUse", "Write", WRITTEN),
        Event(
            EventKind.BEFORE_TOOL,
            HOME,
            session="fa2b",
            tool="Write",
            writes=(ToolWrite(f"{HOME}/src/a.py", text="x = 1\n"),),
            name="PreToolUse",
        ),
    ),
    (
        "a file is to be edited",
        claude_tool("PreToolUse", "Edit", {**CHANGED, "replace_all": True}),
        Event(
            EventKind.BEFORE_TOOL,
            HOME,
            session="fa2b",
            tool="Edit",
            writes=(
                ToolWrite(f"{HOME}/a.md", edits=(TextReplacement("[ ]", "[x]", everywhere=True),)),
            ),
            name="PreToolUse",
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
        Event(
            EventKind.BEFORE_TOOL,
            HOME,
            session="fa2b",
            tool="MultiEdit",
            writes=(
                ToolWrite(
                    "C:\\shop\\a.md", edits=(TextReplacement("a", "b"), TextReplacement("b", ""))
                ),
            ),
            name="PreToolUse",
        ),
    ),
    (
        "a notebook is to be edited",
        claude_tool("PreToolUse", "NotebookEdit", {"notebook_path": "/n.ipynb", "new_source": ""}),
        Event(
            EventKind.BEFORE_TOOL,
            HOME,
            session="fa2b",
            tool="NotebookEdit",
            writes=(ToolWrite("/n.ipynb"),),
            name="PreToolUse",
        ),
    ),
    (
        "a command is to be run",
        claude_tool("PreToolUse", "Bash", {"command": "git commit -m x", "description": "Commit"}),
        Event(
            EventKind.BEFORE_TOOL,
            HOME,
            session="fa2b",
            tool="Bash",
            command="git commit -m x",
            name="PreToolUse",
        ),
    ),
    (
        "a command is to be run by PowerShell",
        claude_tool("PreToolUse", "PowerShell", {"command": "git push"}),
        Event(
            EventKind.BEFORE_TOOL,
            HOME,
            session="fa2b",
            tool="PowerShell",
            command="git push",
            dialect="powershell",
            name="PreToolUse",
        ),
    ),
    (
        "a command is to be watched",
        claude_tool("PreToolUse", "Monitor", {"command": "tail -f log", "persistent": True}),
        Event(
            EventKind.BEFORE_TOOL,
            HOME,
            session="fa2b",
            tool="Monitor",
            command="tail -f log",
            name="PreToolUse",
        ),
    ),
    (
        "a socket is to be watched",
        claude_tool("PreToolUse", "Monitor", {"ws": {"url": "wss://example.org"}}),
        None,
    ),
    (
        "a file was created",
        claude_tool("PostToolUse", "Write", WRITTEN, tool_response=CREATED, duration_ms=9),
        Event(
            EventKind.AFTER_TOOL,
            HOME,
            session="fa2b",
            tool="Write",
            writes=(ToolWrite(f"{HOME}/src/a.py", text="x = 1\n", before=""),),
            name="PostToolUse",
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
        Event(
            EventKind.AFTER_TOOL,
            HOME,
            session="fa2b",
            tool="Write",
            writes=(ToolWrite(f"{HOME}/src/a.py", text="x = 1\n", before="x = 0\n"),),
            name="PostToolUse",
        ),
    ),
    (
        "a file was edited, and nobody says what it held",
        claude_tool("PostToolUse", "Edit", CHANGED, tool_response={"originalFile": None}),
        Event(
            EventKind.AFTER_TOOL,
            HOME,
            session="fa2b",
            tool="Edit",
            writes=(ToolWrite(f"{HOME}/a.md", edits=(TextReplacement("[ ]", "[x]"),)),),
            name="PostToolUse",
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
        Event(
            EventKind.AFTER_TOOL,
            HOME,
            session="fa2b",
            tool="Edit",
            writes=(ToolWrite(f"{HOME}/a.md", edits=(TextReplacement("", "[x]"),), before=""),),
            name="PostToolUse",
        ),
    ),
    (
        "a response that is only text",
        claude_tool("PostToolUse", "Edit", CHANGED, tool_response="File changed"),
        Event(
            EventKind.AFTER_TOOL,
            HOME,
            session="fa2b",
            tool="Edit",
            writes=(ToolWrite(f"{HOME}/a.md", edits=(TextReplacement("[ ]", "[x]"),)),),
            name="PostToolUse",
        ),
    ),
    (
        "it stops",
        claude("Stop", stop_hook_active=False, last_assistant_message="done"),
        Event(EventKind.STOP, HOME, session="fa2b", name="Stop"),
    ),
    (
        "a subagent stops again",
        claude("SubagentStop", agent_id="a1", agent_type="Explore", stop_hook_active=True),
        Event(EventKind.STOP, HOME, session="fa2b", held=True, name="SubagentStop"),
    ),
    ("a tool that only reads", claude_tool("PreToolUse", "Read", {"file_path": "/a"}), None),
    ("a tool of a server", claude_tool("PreToolUse", "mcp__memory__write", {"anything": 1}), None),
    ("an event that is not ours", claude("PostToolBatch", tool_calls=[]), None),
    ("an event of next month", {"hook_event_name": "PreDream"}, None),
]
