"""Sets keys in a TOML file, and keeps its comments and everything else."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from aos_check.model.errors import CannotCheckError
from aos_check.reading.lines import ended_like
from aos_check.reading.toml_lines import Key, end_of_value, keys_of

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_BOM = "\ufeff"
Path: TypeAlias = "tuple[str, ...]"


def with_value(text: str, path: Path, value: object) -> str:
    """The text with this value at the full path of a key. `text` must be valid TOML.

    Raises CannotCheckError if the key cannot be set without changing anything else.
    """
    if text.startswith(_BOM):
        return _BOM + with_value(text[1:], path, value)
    wanted = _with(tomllib.loads(text), path, value)
    edited = _edited(text, list(keys_of(text)), path, value)
    try:
        if tomllib.loads(edited) == wanted:
            return edited
    except tomllib.TOMLDecodeError:
        pass
    key = ".".join(path)
    raise CannotCheckError(f"{key} cannot be set in this file", f"set {key} = {written(value)}")


def written(value: object) -> str:
    """The value as TOML, on one line."""
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{_name(key)} = {written(each)}" for key, each in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(written, value))}]"
    return json.dumps(value, ensure_ascii=False)


def _name(key: str) -> str:
    return key if re.fullmatch(r"[\w-]+", key, re.ASCII) else json.dumps(key, ensure_ascii=False)


def _edited(text: str, keys: Sequence[Key], path: Path, value: object) -> str:
    """The text with the value in the place of the present one, or in a new line."""
    own = [key for key in keys if not key.is_table]
    for length in range(len(path), 0, -1):
        if found := next((key for key in own if key.path == path[:length]), None):
            return _replaced(text, found, path[length:], value)
    table = path[:-1]
    header = next((key for key in keys if key.is_table and key.path == table), None)
    if header or not table:
        return _in_table(text, keys, header, f"{_name(path[-1])} = {written(value)}\n")
    # A table that is written as dotted keys has no header.
    beside = [key for key in own if key.path[: len(table)] == table]
    if beside:
        last = beside[-1]
        prefix = text[last.start : last.end].rstrip("= \t").rpartition(".")[0]
        return _inserted(text, _end(text, last), f"{prefix}.{_name(path[-1])} = {written(value)}\n")
    name = ".".join(map(_name, table))
    return _inserted(text, len(text), f"\n[{name}]\n{_name(path[-1])} = {written(value)}\n")


def _replaced(text: str, key: Key, rest: Path, value: object) -> str:
    """The text with the value of `key` replaced; `rest` is a path in its inline table."""
    end = end_of_value(text, key.end)
    if rest:
        inline = tomllib.loads(f"it = {text[key.end : end]}")["it"]
        if not isinstance(inline, Mapping):
            return text
        value = _with(inline, rest, value)
    return f"{text[: key.end]} {written(value)}{text[end:]}"


def _in_table(text: str, keys: Sequence[Key], header: Key | None, line: str) -> str:
    """The text with a line after the last key of a table; without a header, of the top level."""
    start = -1 if header is None else header.start
    tables = (key.start for key in keys if key.is_table and key.start > start)
    end = next(tables, len(text))
    inside = [key for key in keys if start <= key.start < end]
    if inside:
        return _inserted(text, _end(text, inside[-1]), line)
    return _inserted(text, end, line if end == len(text) else f"{line}\n")


def _end(text: str, key: Key) -> int:
    """The offset of the line after a key and its value."""
    last = key.end if key.is_table else end_of_value(text, key.end)
    return text.find("\n", last) + 1 or len(text)


def _inserted(text: str, at: int, added: str) -> str:
    missing = "\n" if at and text[at - 1] != "\n" else ""
    return text[:at] + ended_like(text, missing + (added if text else added.lstrip())) + text[at:]


def _with(table: Mapping[str, Any], path: Path, value: object) -> dict[str, Any]:
    """The table with the value at the path, as a reader of TOML returns it."""
    first, *rest = path
    inner = table.get(first, {})
    new = _with(inner if isinstance(inner, Mapping) else {}, tuple(rest), value) if rest else value
    return {**table, first: list(new) if isinstance(new, tuple) else new}
