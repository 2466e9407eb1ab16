"""Where each value of a JSON text stands, which Python's own reader of JSON does not tell."""

from __future__ import annotations

import json
import re
from typing import NamedTuple, TypeAlias

from aos_check.reading.structured import Path

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')


class Place(NamedTuple):
    """From where to where a value goes; `begin` is where its key begins, if it has one."""

    begin: int
    start: int
    end: int


Places: TypeAlias = "dict[Path, Place]"


def places_of(text: str) -> Places:
    """The place of every value by its path; `text` is known to be JSON."""
    walk = _Walk(text)
    walk.value((), None)
    return walk.places


class _Walk:
    """Goes through the tokens of a text from value to value."""

    def __init__(self, text: str) -> None:
        self.places: Places = {}
        self._tokens = list(_TOKEN.finditer(text))
        self._next = 0

    def value(self, path: Path, begin: int | None) -> None:
        """Note the value that comes next, and all that stands in it."""
        first = self._take()
        if first[0] == "{":
            self._members(path)
        elif first[0] == "[":
            self._items(path)
        last = self._tokens[self._next - 1]
        start = first.start()
        self.places[path] = Place(start if begin is None else begin, start, last.end())

    def _members(self, path: Path) -> None:
        while self._take_mark("}") is None:
            key = self._take()
            self._take()  # the colon
            self.value((*path, json.loads(key[0])), key.start())
            self._take_mark(",")

    def _items(self, path: Path) -> None:
        count = 0
        while self._take_mark("]") is None:
            self.value((*path, count), None)
            self._take_mark(",")
            count += 1

    def _take(self) -> re.Match[str]:
        self._next += 1
        return self._tokens[self._next - 1]

    def _take_mark(self, mark: str) -> re.Match[str] | None:
        return self._take() if self._tokens[self._next][0] == mark else None
