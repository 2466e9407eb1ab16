"""The real client of Claude Code, where there is one."""

from __future__ import annotations

import os
import shutil

CLIENT = os.environ.get("CLAUDE") or shutil.which("claude") or ""
"""What the variable CLAUDE names, or `claude` on the path."""
