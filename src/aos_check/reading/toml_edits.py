"""Sets and removes keys in a TOML file, and keeps its comments and everything else."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any, TypeAlias

from aos_check.model.errors import CannotCheckError
from aos_check.reading.lines import ended_like
from aos_check.reading.toml_lines import Key, end_of_value, keys_of

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_BOM = "\ufeff"
_HEAD = re.compile(r"(?:#[^\n]*\n)+\r?\n")
"""The comment that a file begins with, and the blank line after it."""

Path: TypeAlias = "tuple[str, ...]"


def with_value(text: str, path: Path, value: object, *, file: str, comment: str = "") -> str:
    """The text with this value at the full path of a key; None removes the key.

    `text` must be valid TOML. A new key with a `comment` comes first in its table, else last. The
    comment above a key is removed with it. Raises CannotCheckError, which names the `file`, if
    something else would change too.
    """
    bom, body = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    wanted = _with(tomllib.loads(body), path, value)
    edited = _edited(body, path, value, comment)
    try:
        if tomllib.loads(edited) == wanted:
            return bom + edited
    except tomllib.TOMLDecodeError:
        pass
    key = ".".join(path)
    doing = "remove" if value is None else "set"
    raise CannotCheckError(
        f"{file}: there is no safe way to {doing} {key}",
        f"delete {key} by hand" if value is None else f"write `{key} = {written(value)}` by hand",
    )


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


def _edited(text: str, path: Path, value: object, comment: str) -> str:
    """The text with the value in the place of the present one, or in a new line."""
    keys = list(keys_of(text))
    own = [key for key in keys if not key.is_table]
    for length in range(len(path), 0, -1):
        if found := next((key for key in own if key.path == path[:length]), None):
            return _changed(text, found, path[length:], value, ended_like(text, comment))
    return text if value is None else _added(text, keys, path, value, comment)


def _changed(text: str, key: Key, rest: Path, value: object, comment: str) -> str:
    """The text with the value of `key` changed; `rest` is a path in its inline table."""
    end = end_of_value(text, key.end)
    if rest:
        inline = tomllib.loads(f"it = {text[key.end : end]}")["it"]
        if not isinstance(inline, Mapping):
            return text
        value = _with(inline, rest, value)
    if value is not None:
        return f"{text[: key.end]} {written(value)}{text[end:]}"
    before, after = text[: key.start], text[_end(text, key) :]
    if comment and before.endswith(comment):
        return before.removesuffix(comment) + re.sub(r"\A\r?\n", "", after)
    return before + after


def _added(text: str, keys: Sequence[Key], path: Path, value: object, comment: str) -> str:
    """The text with a new key, in its table or in a new one."""
    table, line = path[:-1], f"{_name(path[-1])} = {written(value)}\n"
    header = next((key for key in keys if key.is_table and key.path == table), None)
    if header and comment:
        return _inserted(text, _end(text, header), comment + line)
    if not table and comment:
        head = _HEAD.match(text)
        return _inserted(text, head.end() if head else 0, f"{comment}{line}\n")
    if header or not table:
        return _in_table(text, keys, header, line)
    if last := _last_dotted(keys, table):
        prefix = text[last.start : last.end].rstrip("= \t").rpartition(".")[0]
        return _inserted(text, _end(text, last), f"{comment}{prefix}.{line}")
    name = ".".join(map(_name, table))
    return _inserted(text, len(text), f"\n[{name}]\n{comment}{line}")


def _last_dotted(keys: Sequence[Key], table: Path) -> Key | None:
    """The last key of a table that has no header, because it is written as dotted keys."""
    inside = (key for key in keys if key.path[: len(table)] == table)
    # A table inside of it may follow, with a header.
    dotted = [*takewhile(lambda key: not key.is_table, inside)]
    return dotted[-1] if dotted else None


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
    if value is None and (first not in table or not rest):
        return {key: each for key, each in table.items() if key != first}
    inner = table.get(first, {})
    new = _with(inner if isinstance(inner, Mapping) else {}, tuple(rest), value) if rest else value
    return {**table, first: list(new) if isinstance(new, tuple) else new}
