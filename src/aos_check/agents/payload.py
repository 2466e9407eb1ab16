"""What an event says under its keys, or in which way it is not what the agent sends."""

from __future__ import annotations

from collections.abc import Mapping

from aos_check.agents import MalformedError

Table = Mapping[str, object]


def table(value: object, what: str) -> Table:
    """The value, which must be an object."""
    if isinstance(value, dict):
        return value
    raise MalformedError(f"{what} is not an object")


def within(source: Table, key: str) -> Table:
    """The object under a key, which must be there."""
    return table(source.get(key), f"`{key}` of the event")


def said(source: Table, *keys: str) -> str | None:
    """The text under the first of these keys that has a value; None without one."""
    for key in keys:
        value = source.get(key)
        if isinstance(value, str):
            return value
        if value is not None:
            raise MalformedError(f"`{key}` of the event is not text")
    return None


def text(source: Table, *keys: str) -> str:
    """The text under the first of these keys that has a value; one of them must."""
    found = said(source, *keys)
    if found is None:
        raise MalformedError(f"the event has no `{keys[0]}`")
    return found


def flag(source: Table, key: str) -> bool:
    """True where the event says so."""
    value = source.get(key)
    if value is None or isinstance(value, bool):
        return value is True
    raise MalformedError(f"`{key}` of the event is neither true nor false")


def count(source: Table, key: str) -> int:
    """The number under a key; 0 without one."""
    value = source.get(key)
    if value is None:
        return 0
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise MalformedError(f"`{key}` of the event is not a number")


def entries(source: Table, key: str) -> list[object]:
    """The list under a key, which must be there."""
    value = source.get(key)
    if isinstance(value, list):
        return value
    raise MalformedError(f"`{key}` of the event is not a list")


def tables(source: Table, key: str) -> list[Table]:
    """The objects in the list under a key."""
    return [table(entry, f"an entry of `{key}` of the event") for entry in entries(source, key)]
