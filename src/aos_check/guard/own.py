"""What makes the gate run, when an agent writes it: hooks, settings, configuration, approvals."""

from __future__ import annotations

import os

from aos_check.agents.event import Answer, Event, Kind, Touch
from aos_check.guard.deciding import answer, facts_of
from aos_check.guard.ground import Ground, looks_governed
from aos_check.guard.pending import content_after, content_now

_NAME = b"aos-check"


def judge(event: Event, touch: Touch, ground: Ground, path: str) -> Answer:
    """Refuse what takes the gate away or forges an approval; the rest is as free as any file."""
    if event.kind is not Kind.BEFORE_TOOL or not looks_governed(ground, path):
        return Answer()
    facts = facts_of(ground)
    if not facts["covers"]:
        return Answer()
    if path.endswith("approval.json"):
        text = (
            f"{path} records approvals, and an approval is a person's, never an agent's (SPEC006). "
            "Ask a person to read the spec and run `aos-check approve SPEC`."
        )
        return answer(facts["self_approval"], text)
    file = os.path.join(ground.top, path)
    if path.startswith(".git/"):
        return answer(facts["bypass"], _kept(path)) if _is_gate(path) else Answer()
    if path.rpartition("/")[2] in ("aos-check.toml", ".aos-check.toml"):
        loosened = content_now(file) not in (b"", content_after(touch, file))
        text = (
            f"{path} says by which rules this work is judged, and that is a person's to change. "
            "Say what should change and why, and let them."
        )
        return answer(facts["bypass"], text) if loosened or touch.gone else Answer()
    before, after = content_now(file) or b"", content_after(touch, file) or b""
    fewer = touch.gone or after.count(_NAME) < before.count(_NAME)
    return answer(facts["bypass"], _kept(path)) if fewer and _NAME in before else Answer()


def _is_gate(path: str) -> bool:
    """True for what git runs, or reads to know what it runs."""
    return path.startswith(".git/hooks/") or path in (".git/config", ".git/config.worktree")


def _kept(path: str) -> str:
    return (
        f"{path} makes the gate run, and this would take it away. Leave it in place: what the gate "
        "refuses can be put right, and `aos-check next` says how."
    )
