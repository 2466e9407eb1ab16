"""The keys of the configuration and of a layout with their types, defaults and descriptions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from types import UnionType
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter

from aos_check.reading.layouts import kebab


class LayoutKey(NamedTuple):
    """A key, such as `specs.roots`, and a line about it."""

    name: str
    written: str


def keys_of(table: type, prefix: str = "", seen: tuple[type, ...] = ()) -> Iterator[LayoutKey]:
    """The keys of the table, and after them those of the tables in it, each class once."""
    hints = get_type_hints(table)
    about = TypeAdapter(table).json_schema(by_alias=True)["properties"]
    inner: dict[type, str] = {}
    for each in fields(table):
        name = prefix + kebab(each.name)
        kind, default = _in_words(hints[each.name]), _default(each)
        # pydantic gives no description to a table with a default.
        doc = about[kebab(each.name)].get("description") or hints[each.name].__doc__
        sentence = " ".join(doc.split())
        yield LayoutKey(name, f"- `{name}` ({kind}; {default}): {sentence}\n")
        for nested in _tables_in(hints[each.name]):
            if nested not in seen:
                inner.setdefault(nested, name)
    for nested, name in inner.items():
        yield from keys_of(nested, f"{name}.", (*seen, *inner))


def _tables_in(kind: object) -> Iterator[type]:
    if isinstance(kind, type) and is_dataclass(kind):
        yield kind
    for part in get_args(kind):
        yield from _tables_in(part)


_WORDS = {str: "text", bool: "true or false", int: "number"}


def _in_words(kind: Any) -> str:  # noqa: ANN401 - any annotation
    """The type in words."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Literal:
        return _either([f"`{part}`" for part in parts])
    if origin in (Union, UnionType):
        return _either([_in_words(part) for part in parts if part is not type(None)])
    if origin is tuple:
        return f"list of {_many(parts[0])}"
    if origin is Mapping:
        return f"table of {_many(parts[1])} by {_in_words(parts[0])}"
    if is_dataclass(kind):
        return "table"
    return _WORDS.get(kind) or _SPACES.sub(" ", kind.__name__).lower()


_SPACES = re.compile("(?<=[a-z])(?=[A-Z])")


def _many(kind: Any) -> str:  # noqa: ANN401 - any annotation
    """The type in words, in the plural."""
    if get_origin(kind) is Mapping:
        return "tables"
    return re.sub(r"^(\w+)", r"\1s", _in_words(kind))


def _either(words: list[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


def _default(each: Field[Any]) -> str:
    made = each.default_factory() if each.default_factory is not MISSING else each.default
    if made is MISSING:
        return "required"
    if is_dataclass(made) or made in (None, "", (), {}):
        return "default: none"
    return f"default: `{_toml(made)}`"


def _toml(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, int):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    text = value.value if isinstance(value, Enum) else str(value)
    return f"'{text}'" if "\\" in text else f'"{text}"'
