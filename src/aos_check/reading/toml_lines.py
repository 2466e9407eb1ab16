"""Finds the place of each key in a TOML file, because tomllib does not report lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

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


class Key(NamedTuple):
    """A table or a key, by its full path, with its line (from 1) and its place in the text.

    `start` is the offset of the line, and `end` that of the end of the name, with `=` or `]`.
    """

    path: tuple[str, ...]
    line: int
    start: int
    end: int
    is_table: bool


def keys_of(text: str) -> Iterator[Key]:
    """Each table and key in the order of the text, which must be valid TOML.

    Keys in an inline table are omitted.
    """
    table: tuple[str, ...] = ()
    for number, start in _statements(text):
        if not (found := _KEY.match(text, start)):
            continue
        names = tuple(name.strip("\"'") for name in re.findall(_NAME, found[2])[:_DEPTH])
        if found[1]:
            table = names
        path = table if found[1] else (*table, *names)[:_DEPTH]
        yield Key(path, number, start, found.end(), bool(found[1]))


def lines_of_keys(text: str) -> dict[tuple[str, ...], int]:
    """The line (from 1) of each table and key by its full path. `text` must be valid TOML.

    The tables of an array, as in `[[phases]]`, also have their number in the path, from 0.
    """
    lines: dict[tuple[str, ...], int] = {}
    tables = Counter[tuple[str, ...]]()
    array: tuple[str, ...] = ()
    numbered: tuple[str, ...] = ()
    for key in keys_of(text):
        for end in range(1, len(key.path) + 1):
            lines.setdefault(key.path[:end], key.line)
        if key.is_table:
            array = key.path if text[key.start : key.end].lstrip().startswith("[[") else ()
            numbered = (*array, str(tables[array]))
            tables[array] += 1
        if array:
            lines.setdefault((*numbered, *key.path[len(array) :]), key.line)
    return lines


def end_of_value(text: str, start: int) -> int:
    """The end of the value that begins at `start`, without a comment after it."""
    depth = 0
    for token in _TOKEN.finditer(text, start):
        mark = token[0]
        if mark in ("[", "{"):
            depth += 1
        elif mark in ("]", "}"):
            depth -= 1
        elif depth == 0 and (mark == "\n" or mark.startswith("#")):
            return len(text[: token.start()].rstrip())
    return len(text.rstrip())


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
