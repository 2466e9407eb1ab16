"""Tables of layouts: those that extend a shipped layout, and a shipped one to copy."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from aos_check.judging.config_errors import Origin
from aos_check.model.addresses import suggestion
from aos_check.model.errors import CannotCheckError
from aos_check.reading.layout_files import read_layout, shipped_names

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

# Text in three quotes comes first, because a line of it may look like a header.
_HEADER = re.compile(r'"{3}[\s\S]*?"{3}|\'{3}[\s\S]*?\'{3}|^(\[\[?)(?=\w)', re.MULTILINE)
_FIRST_KEY = re.compile(r"^(?=[^#\n])", re.MULTILINE)


def as_table(name: str) -> str:
    """A shipped layout as TOML for the configuration, under a name of the user's own.

    Raises CannotCheckError if there is none.
    """
    if name not in shipped_names():
        raise _unknown(f"there is no shipped layout {name}", name)
    table = f"layout.my-{name}"
    text = _HEADER.sub(lambda it: f"{it[1]}{table}." if it[1] else it[0], read_layout(name))
    return _FIRST_KEY.sub(f"[{table}]\n", text, count=1)


def _unknown(message: str, name: str) -> CannotCheckError:
    listing = f"the shipped layouts are {', '.join(shipped_names())}"
    return CannotCheckError(message, suggestion(name, shipped_names(), listing))


def with_bases(found: Any, origin: Origin) -> Any:  # noqa: ANN401 - any TOML value
    """The configuration in which each layout has the keys of the one that it extends.

    Raises CannotCheckError if that is not a shipped one.
    """
    layouts = found.get("layout") if isinstance(found, dict) else None
    if not isinstance(layouts, dict):
        return found
    extended = {name: _extended(name, table, origin) for name, table in layouts.items()}
    return {**found, "layout": extended}


def _extended(name: str, own: Any, origin: Origin) -> Any:  # noqa: ANN401 - any TOML value
    base = own.get("extends") if isinstance(own, dict) else None
    if not isinstance(base, str):
        return own
    if base not in shipped_names():
        where = origin.at(("layout", name, "extends"))
        raise _unknown(f"{where}: layout.{name}.extends names no shipped layout: {base}", base)
    shipped = tomllib.loads(read_layout(base))
    merged = {key: _merged(shipped.get(key), value) for key, value in own.items()}
    return {**shipped, **merged}


def _merged(old: Any, new: Any) -> Any:  # noqa: ANN401 - any TOML value
    """A table changes the inherited one key by key, and a list of artifacts role by role."""
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{key: _merged(old.get(key), value) for key, value in new.items()}}
    if _are_tables(old) and _are_tables(new):
        return list(_by_role(old, new))
    return new


def _are_tables(value: Any) -> bool:  # noqa: ANN401 - any TOML value
    return isinstance(value, list) and all(isinstance(each, dict) for each in value) and any(value)


def _by_role(
    old: list[Mapping[str, Any]], new: list[Mapping[str, Any]]
) -> Iterator[Mapping[str, Any]]:
    """The old artifacts, each changed by the next new one with its role, and the other new ones."""
    left = list(new)
    for artifact in old:
        change = next((it for it in left if it.get("role") == artifact["role"]), {})
        left = [it for it in left if it is not change]
        yield {**artifact, **change}
    yield from left
