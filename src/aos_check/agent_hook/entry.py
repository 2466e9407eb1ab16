"""`aos-check hook AGENT`: read an event from standard input, and write the answer."""

from __future__ import annotations

import gc
import json
import sys

from aos_check.agents import AGENTS, MalformedError, agent_of, sender
from aos_check.agents.event import Event, EventKind, HookAnswer, HookVerdict

MAX_EVENT = 64 * 1024 * 1024
"""The largest event in bytes. It contains the content of a write."""

CANNOT = 2


def main(name: str) -> int:
    """Answer one event of the agent of this name; return the exit code."""
    gc.disable()  # the process is too short for collecting to pay off
    if name not in AGENTS:
        return _refuse(f"there is no agent {name}; choose one of {', '.join(AGENTS)}")
    content = sys.stdin.buffer.read(MAX_EVENT + 1)
    if len(content) > MAX_EVENT:
        return _refuse("the event is larger than 64 MiB")
    try:
        payload = _object(content)
        agent = agent_of(sender(name, payload))
        event = agent.read(payload) if agent else None
    except MalformedError as error:
        return _refuse(str(error))
    if agent is None or event is None:
        return 0
    reply = agent.write(event, _answer(event))
    sys.stdout.write(reply.output)
    sys.stderr.write(reply.complaint)
    return reply.code


def _object(content: bytes) -> dict[str, object]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise MalformedError("standard input is not an event: it is not JSON") from None
    if not isinstance(found, dict):
        raise MalformedError("standard input is not an event: it is not a JSON object")
    return found


def _answer(event: Event) -> HookAnswer:
    """Return the answer. If aos-check fails, the agent goes on, and learns of the failure."""
    from aos_check.agent_hook.decision import decide

    try:
        return decide(event)
    except Exception as error:  # noqa: BLE001 - whatever it is, the agent's work goes on
        failure = _flat(f"aos-check could not check this: {type(error).__name__}: {error}")
        if event.kind is EventKind.STOP:
            return HookAnswer(notice=failure)
        text = f"{failure}. Go on: git's hooks and CI check it."
        return HookAnswer(HookVerdict.TELL, text, failure)


def _refuse(text: str) -> int:
    sys.stderr.write(f"aos-check: {_flat(text)}\n")
    return CANNOT


def _flat(text: str) -> str:
    from aos_check.reporters.style import safe

    return safe(" ".join(text.split()))[:500]
