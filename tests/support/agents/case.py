"""What a sample is."""

from __future__ import annotations

from typing import Any

from aos_check.agents.event import Event

HOME = "/home/ada/shop"

Case = tuple[str, dict[str, Any], Event | None]
"""What happens, how the agent says it, what it means."""
