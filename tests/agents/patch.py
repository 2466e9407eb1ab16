"""A patch as Codex writes it, and what it does."""

from __future__ import annotations

from aos_check.agents.event import Edit, Touch

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
    Touch("docs/new.md", text="# New\n\n*** Update File: is text here\n"),
    Touch(
        "src/a.py",
        edits=(
            Edit("    keep\n    old\n\n", "    keep\n    new\n\n    more\n"),
            Edit("", "the end\n"),
        ),
    ),
    Touch("src/gone.py", gone=True),
    Touch("src/c.py", edits=(Edit("x = 1\n", "x = 2\n"),), source="src/b.py"),
)
