"""Codex: Claude Code's dialect, except that it writes by patches and cannot ask.

It ignores an answer with a key that it does not know, and runs the tool.
"""

from __future__ import annotations

from aos_check.agents import claude_code
from aos_check.agents.apply_patch import writes_of
from aos_check.agents.event import Event, EventKind, HookAnswer, HookVerdict, Reply
from aos_check.agents.payload import event_from, object_at, table, text
from aos_check.agents.profile import Signature
from aos_check.agents.server_tools import using

SETUP = claude_code.SETUP._replace(
    files=("~/.codex/hooks.json", ".codex/hooks.json"),
    gates={"PreToolUse": ("Bash", "apply_patch")},
    caveat="Codex runs it once you have trusted it, with `/hooks`",
    off="",
    plugin="",
)
SIGNATURE = Signature(
    "Codex",
    names=("codex",),
    mails=("noreply@openai.com", "codex@openai.com"),
    bots=("openai-codex", "chatgpt-codex-connector"),
    variables=("CODEX_CI", "CODEX_SANDBOX", "CODEX_THREAD_ID"),
)
EVENTS = claude_code.EVENTS
sample = claude_code.sample


def read(payload: object) -> Event | None:
    """Return the event that Codex sends; None if the hook ignores it."""
    source = table(payload)
    event = event_from(source, text(source, "hook_event_name"), EVENTS)
    if event is None or not event.has_tool:
        return event
    tool = text(source, "tool_name")
    if tool.startswith(claude_code.SERVERS):
        return using(event, tool, object_at(source))
    if tool not in {"Bash", "apply_patch"}:
        return None
    command = text(object_at(source), "command")
    if tool == "Bash":
        return event._replace(tool=tool, command=command)
    return event._replace(tool=tool, writes=writes_of(command))


def write(event: Event, answer: HookAnswer) -> Reply:
    """Return Codex's form of the answer."""
    if answer.verdict is HookVerdict.ASK and event.kind is EventKind.BEFORE_TOOL:
        # Its schema has "ask", but Codex treats it as an error and runs the tool.
        answer = answer._replace(verdict=HookVerdict.DENY)
    return claude_code.write(event, answer)
