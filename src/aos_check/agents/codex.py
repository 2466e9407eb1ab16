"""Codex: Claude Code's words, but that it writes by patches and cannot ask.

It takes no key that it does not know: an answer with one is none, and the tool runs.
"""

from __future__ import annotations

from aos_check.agents import claude_code
from aos_check.agents.apply_patch import touches_of
from aos_check.agents.event import Event, EventKind, HookAnswer, HookVerdict, Reply
from aos_check.agents.payload import table, text, within

EVENTS = claude_code.EVENTS


def read(payload: object) -> Event | None:
    """What Codex asks about; None where there is nothing to say."""
    source = table(payload, "the event")
    event = claude_code.begun(source)
    if event is None or event.kind not in {EventKind.BEFORE_TOOL, EventKind.AFTER_TOOL}:
        return event
    tool = text(source, "tool_name")
    if tool not in {"Bash", "apply_patch"}:
        return None
    command = text(within(source, "tool_input"), "command")
    if tool == "Bash":
        return event._replace(tool=tool, command=command)
    return event._replace(tool=tool, writes=touches_of(command))


def write(event: Event, answer: HookAnswer) -> Reply:
    """The answer in Codex' words."""
    if answer.verdict is HookVerdict.ASK and event.kind is EventKind.BEFORE_TOOL:
        # "ask" is in its schema and a fault all the same, after which the tool runs.
        answer = answer._replace(verdict=HookVerdict.DENY)
    return claude_code.write(event, answer)
