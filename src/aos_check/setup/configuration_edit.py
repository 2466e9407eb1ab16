"""Setting and removing a key in the user's configuration, next to everything else in it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from typing import Any

from aos_check.model.errors import CannotCheckError
from aos_check.reading.lines import ended_like

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_TABLE = ("tool", "aos-check")
_HEADER = re.compile(r"^\[tool\.aos-check(\]|\.)[^\n]*\n?", re.MULTILINE)
_ANY_HEADER = re.compile(r"^[ \t]*\[", re.MULTILINE)
_HEAD = re.compile(r"\A\ufeff?(?:(?:#[^\n]*\n)+\r?\n)?")
"""The comment that a file begins with."""


def with_key(text: str, path: str, key: str, value: str, comment: str = "") -> str:
    """The configuration with a new value of the key. A new key comes first, after the `comment`.

    Raises CannotCheckError if the file has no safe place for it.
    """
    line = f"{key} = {json.dumps(value)}"
    if found := _found(text, path, key):
        after = text[: found.start("line")] + line + text[found.end("line") :]
    else:
        after = _inserted(text, path, ended_like(text, f"{comment}{line}\n"))
    return _proved(text, after, path, key, {key: value})


def without_key(text: str, path: str, key: str, comment: str = "") -> str:
    """The configuration without the key, its line and the `comment` above it.

    Raises CannotCheckError if the key cannot be removed safely.
    """
    found = _found(text, path, key)
    start, end = (found.start(), found.end()) if found else (0, 0)
    said = ended_like(text, comment)
    if found and said and text[:start].endswith(said):
        start -= len(said)
        blank = re.compile(r"\r?\n").match(text, end)
        end = blank.end() if blank else end
    return _proved(text, text[:start] + text[end:], path, key, {})


def _found(text: str, path: str, key: str) -> re.Match[str] | None:
    """The line of the key, if its value is on that line; the group is without any comment."""
    value = r"""(?:"[^"\n]*"|'[^'\n]*'|[\w:.+-]+)"""
    line = re.compile(
        rf"""^(?P<line>[ \t]*["']?{re.escape(key)}["']?[ \t]*=[ \t]*{value})"""
        r"[ \t]*(?:#[^\n]*)?\r?(?:\n|\Z)",
        re.MULTILINE,
    )
    header = _HEADER.search(text) if _is_pyproject(path) else None
    start = header.end() if header else 0
    following = _ANY_HEADER.search(text, start)
    return line.search(text, start, following.start() if following else len(text))


def _is_pyproject(path: str) -> bool:
    return path.endswith("pyproject.toml")


def _inserted(text: str, path: str, added: str) -> str:
    if not _is_pyproject(path):
        head = _HEAD.match(text)
        at = head.end() if head else 0
        return text[:at] + added + ended_like(text, "\n") + text[at:]
    header = _HEADER.search(text)
    if header is None:
        return text
    if header[1] == "]":
        return text[: header.end()] + added + text[header.end() :]
    table = ended_like(text, f"[tool.aos-check]\n{added}\n")
    return text[: header.start()] + table + text[header.start() :]


def _proved(before: str, after: str, path: str, key: str, values: Mapping[str, Any]) -> str:
    """The text after the change, if only this key differs."""
    try:
        rest = {name: value for name, value in _own(before, path).items() if name != key}
        if _own(after, path) == {**rest, **values}:
            return after
    except ValueError:
        pass
    doing = "set" if values else "remove"
    raise CannotCheckError(
        f"{path}: aos-check finds no safe way to {doing} {key}",
        f'write `{key} = "{values[key]}"` by hand' if values else f"delete the key {key} by hand",
    )


def _own(text: str, path: str) -> dict[str, Any]:
    """The settings in the text."""
    found: Any = tomllib.loads(text.removeprefix("\ufeff"))
    for name in _TABLE if _is_pyproject(path) else ():
        found = found.get(name, {})
    return dict(found)
