"""What Codex sends."""

from __future__ import annotations

from typing import Any

from aos_check.agents.event import Event, EventKind
from tests.support.agents.case import HOME, Case
from tests.support.agents.patch import PATCH, PATCHED


def codex(name: str, **more: object) -> dict[str, Any]:
    common = {
        "session_id": "0199",
        "transcript_path": None,
        "cwd": HOME,
        "model": "gpt-6-codex",
        "turn_id": "3",
        "permission_mode": "default",
    }
    return {**common, "hook_event_name": name, **more}


CODEX: list[Case] = [
    (
        "a session starts",
        codex("SessionStart", source="startup"),
        Event(EventKind.SESSION_START, HOME, session="0199", name="SessionStart"),
    ),
    (
        "a patch is to be applied",
        codex("PreToolUse", tool_name="apply_patch", tool_input={"command": PATCH}),
        Event(
            EventKind.BEFORE_TOOL,
            HOME,
            session="0199",
            tool="apply_patch",
            writes=PATCHED,
            name="PreToolUse",
        ),
    ),
    (
        "a patch was applied",
        codex("PostToolUse", tool_name="apply_patch", tool_input={"command": PATCH}),
        Event(
            EventKind.AFTER_TOOL,
            HOME,
            session="0199",
            tool="apply_patch",
            writes=PATCHED,
            name="PostToolUse",
        ),
    ),
    (
        "a command is to be run",
        codex("PreToolUse", tool_name="Bash", tool_input={"command": "ls"}),
        Event(
            EventKind.BEFORE_TOOL,
            HOME,
            session="0199",
            tool="Bash",
            command="ls",
            name="PreToolUse",
        ),
    ),
    (
        "it stops",
        codex("Stop", stop_hook_active=True, last_assistant_message=None),
        Event(EventKind.STOP, HOME, session="0199", held=True, name="Stop"),
    ),
    ("a plan is updated", codex("PreToolUse", tool_name="update_plan", tool_input={}), None),
    ("a permission is asked for", codex("PermissionRequest", tool_name="Bash"), None),
]
