"""Finding out whether a shell command bypasses the gate.

The way: `syntax` parses the text; `bypasses` goes through its statements, with `words` expanding
their words and `builtins` keeping what changes for later ones; `unwrap` finds the command within
`sudo` or `sh -c`; `effects` and `file_writes` say what each does to the gate.
"""

from __future__ import annotations

from aos_check.agent_hook.shell.bypass import Bypass, BypassKind, Guarded
from aos_check.agent_hook.shell.bypasses import TooComplexError, bypasses

__all__ = ["Bypass", "BypassKind", "Guarded", "TooComplexError", "bypasses"]
