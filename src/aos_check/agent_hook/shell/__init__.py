"""What a coding agent is about to run in a shell, and whether that goes round the gate."""

from __future__ import annotations

from aos_check.agent_hook.shell.ways import Guarded, Way, WayKind
from aos_check.agent_hook.shell.ways_round import ways_round

__all__ = ["Guarded", "Way", "WayKind", "ways_round"]
