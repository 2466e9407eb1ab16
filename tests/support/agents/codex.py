"""Samples of Codex's hook input."""

from __future__ import annotations

from functools import partial
from typing import Any

from tests.support.agents.case import HOME, PATCH, PATCHED, Case, event


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


codex_event = partial(event, "0199")

CODEX: list[Case] = [
    ("a session starts", codex("SessionStart", source="startup"), codex_event("SessionStart")),
    (
        "a patch is to be applied",
        codex("PreToolUse", tool_name="apply_patch", tool_input={"command": PATCH}),
        codex_event("PreToolUse", "apply_patch", *PATCHED),
    ),
    (
        "a patch was applied",
        codex("PostToolUse", tool_name="apply_patch", tool_input={"command": PATCH}),
        codex_event("PostToolUse", "apply_patch", *PATCHED),
    ),
    (
        "a command is to be run",
        codex("PreToolUse", tool_name="Bash", tool_input={"command": "ls"}),
        codex_event("PreToolUse", "Bash", command="ls"),
    ),
    (
        "it stops",
        codex("Stop", stop_hook_active=True, last_assistant_message=None),
        codex_event("Stop", held=True),
    ),
    ("a plan is updated", codex("PreToolUse", tool_name="update_plan", tool_input={}), None),
    ("a permission is asked for", codex("PermissionRequest", tool_name="Bash"), None),
]
