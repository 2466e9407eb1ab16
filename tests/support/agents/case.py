"""The type of a sample, its expected event, and a patch that several agents send."""

from __future__ import annotations

from typing import Any

from aos_check.agents.event import Event, EventKind, TextReplacement, ToolWrite

HOME = "/home/ada/shop"

Case = tuple[str, dict[str, Any], Event | None]
"""The name of the case, the agent's input, and the event that it becomes."""

_NAMES = {
    EventKind.SESSION_START: ("SessionStart", "sessionStart"),
    EventKind.PROMPT: ("UserPromptSubmit", "BeforeAgent"),
    EventKind.BEFORE_TOOL: (
        "PreToolUse", "preToolUse", "BeforeTool", "beforeShellExecution", "pre_write_code",
        "pre_run_command",
    ),
    EventKind.AFTER_TOOL: ("PostToolUse", "PostToolUseFailure", "postToolUse"),
    EventKind.STOP: ("Stop", "SubagentStop", "agentStop", "stop", "AfterAgent"),
}  # fmt: skip
KINDS = {name: kind for kind, names in _NAMES.items() for name in names}


def event(session: str, name: str, tool: str = "", *writes: ToolWrite, **more: Any) -> Event:
    """An expected event in the project's folder, with the kind that its name stands for."""
    found = Event(KINDS[name], HOME, session, tool, writes, name=name)
    return found._replace(**more)


PATCH = """\
*** Begin Patch
*** Add File: docs/new.md
+# New
+
+*** Update File: is text here
*** Update File: src/a.py
@@ def main():
     keep
-    old
+    new

+    more
@@
+the end
*** Delete File: src/gone.py
*** Update File: src/b.py
*** Move to: src/c.py
@@
-x = 1
+x = 2
*** End of File
*** End Patch
"""
"""A patch in Codex's format."""

PATCHED = (
    ToolWrite("docs/new.md", text="# New\n\n*** Update File: is text here\n"),
    ToolWrite(
        "src/a.py",
        edits=(
            TextReplacement("    keep\n    old\n\n", "    keep\n    new\n\n    more\n"),
            TextReplacement("", "the end\n"),
        ),
    ),
    ToolWrite("src/gone.py", gone=True),
    ToolWrite("src/c.py", edits=(TextReplacement("x = 1\n", "x = 2\n"),), source="src/b.py"),
)
"""The writes of `PATCH`."""
