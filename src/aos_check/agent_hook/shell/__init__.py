"""Finding out whether a shell command bypasses the gate.

- `syntax` parses the text.
- `bypasses` goes through the statements, and reports the bypasses.
- `words` expands the words of a statement.
- `builtins` tracks the folder and the variables for later statements.
- `unwrap` finds the command inside `sudo` or `sh -c`.
- `effects` and `file_writes` find the effects of a command on the gate.
"""

from __future__ import annotations

from aos_check.agent_hook.shell.bypass import Bypass, BypassKind, Guarded
from aos_check.agent_hook.shell.bypasses import TooComplexError, bypasses

__all__ = ["Bypass", "BypassKind", "Guarded", "TooComplexError", "bypasses"]
