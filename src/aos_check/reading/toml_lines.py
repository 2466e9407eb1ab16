"""Finds the line of each key in a TOML file, because tomllib does not report lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"""'
    r"|'''.*?'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
    r"|[\[\]{}\n]",
    re.DOTALL,
)
_NAME = r"""(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[\w-]+)"""
_KEY = re.compile(rf"[ \t]*(?:(\[{{1,2}})[ \t]*)?({_NAME}(?:[ \t]*\.[ \t]*{_NAME})*)[ \t]*[=\]]")


_DEPTH = 8
"""The maximum number of names in a path; no key of the configuration is deeper."""


def lines_of_keys(text: str) -> dict[tuple[str, ...], int]:
    """The line (from 1) of each table and key by its full path. `text` must be valid TOML.

    Keys in an inline table are omitted.
    """
    lines: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, start in _statements(text):
        if not (found := _KEY.match(text, start)):
            continue
        names = tuple(name.strip("\"'") for name in re.findall(_NAME, found[2])[:_DEPTH])
        if found[1]:
            table = names
        path = table if found[1] else (*table, *names)[:_DEPTH]
        for end in range(1, len(path) + 1):
            lines.setdefault(path[:end], number)
    return lines


def _statements(text: str) -> Iterator[tuple[int, int]]:
    """The number and offset of each line that does not continue a string or an array."""
    number, depth = 1, 0
    yield 1, 0
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark in ("[", "{"):
            depth += 1
        elif mark in ("]", "}"):
            depth -= 1
        else:
            number += mark.count("\n")
        if mark == "\n" and depth == 0:
            yield number, token.end()
