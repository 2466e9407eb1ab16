"""A patch as Codex writes it, and what it does."""

from __future__ import annotations

from aos_check.agents.event import TextReplacement, ToolWrite

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
