"""States of cycles of plan, execute, express and review, as the agents of PEER write them."""

from __future__ import annotations

from typing import Any

PHASES = ("plan", "execute", "express", "review")


def cycle(
    spec: str, number: int, status: str, current: str, *done: str, **more: object
) -> dict[str, Any]:
    """The state of a cycle in which these phases are completed and the current one is at work."""
    phases = {name: {"status": "completed" if name in done else "pending"} for name in PHASES}
    if current not in done and status != "INITIALIZED":
        phases[current] = {"status": "in_progress"}
    prefix = f"peer.spec.{spec}" if spec else "peer.global"
    return {
        "version": 1,
        "cycle_id": f"{prefix}.cycle.{number}",
        "metadata": {
            "instruction_name": "execute-tasks",
            "spec_name": spec or None,
            "key_prefix": prefix,
            "cycle_number": number,
            "status": status,
            "current_phase": current,
        },
        "context": {"peer_mode": "new", "spec_aware": bool(spec), "user_requirements": "go"},
        "phases": phases,
        **more,
    }
