"""Reading the JSON that an agent sends. Every function raises MalformedError for a wrong shape."""

from __future__ import annotations

from collections.abc import Mapping

from aos_check.agents import MalformedError
from aos_check.agents.event import Event, EventKind, TextReplacement

Table = Mapping[str, object]


def table(value: object, what: str = "the event") -> Table:
    """The value, if it is an object."""
    if isinstance(value, dict):
        return value
    raise MalformedError(f"{what} is not an object")


def object_at(source: Table, key: str = "tool_input") -> Table:
    """The object under a key."""
    return table(source.get(key), f"`{key}` of the event")


def optional(source: Table, *keys: str) -> str | None:
    """The text under the first of these keys that has a value; None if no key has one."""
    for key in keys:
        value = source.get(key)
        if isinstance(value, str):
            return value
        if value is not None:
            raise MalformedError(f"`{key}` of the event is not text")
    return None


def text(source: Table, *keys: str) -> str:
    """The text under the first of these keys that has a value."""
    found = optional(source, *keys)
    if found is None:
        raise MalformedError(f"the event has no `{keys[0]}`")
    return found


def flag(source: Table, key: str) -> bool:
    """The boolean under a key; false if the key is missing."""
    value = source.get(key)
    if value is None or isinstance(value, bool):
        return value is True
    raise MalformedError(f"`{key}` of the event is neither true nor false")


def count(source: Table, key: str) -> int:
    """The number under a key; 0 if the key is missing."""
    value = source.get(key)
    if value is None:
        return 0
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise MalformedError(f"`{key}` of the event is not a number")


def entries(source: Table, key: str) -> list[object]:
    """The list under a key."""
    value = source.get(key)
    if isinstance(value, list):
        return value
    raise MalformedError(f"`{key}` of the event is not a list")


def tables(source: Table, key: str) -> list[Table]:
    """The objects in the list under a key."""
    return [table(entry, f"an entry of `{key}` of the event") for entry in entries(source, key)]


def event_from(source: Table, name: str | None, events: Mapping[str, EventKind]) -> Event | None:
    """The event of this name, without its tool; None if `events` does not have it."""
    if name is None or name not in events:
        return None
    return Event(
        events[name],
        text(source, "cwd"),
        session=optional(source, "session_id", "sessionId") or "",
        held=flag(source, "stop_hook_active"),
        name=name,
    )


OLD = ("old_string", "old_str", "oldString")
_NEW = ("new_string", "new_str", "newString")


def replacement(change: Table) -> TextReplacement:
    """An edit, in the spelling of any agent. A missing new text is empty."""
    new = optional(change, *_NEW) or ""
    return TextReplacement(text(change, *OLD), new, flag(change, "replace_all"))
