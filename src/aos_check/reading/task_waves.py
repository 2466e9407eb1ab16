"""Reads the waves of a task file: the order of its tasks, as JSON in a fence.

`{"waves": [{"id": 0, "tasks": ["1.1"]}]}`: the tasks of a wave run at the same time, after those of
the wave before, or of the waves that it names in `depends_on`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from aos_check.model.document import Mark
from aos_check.model.finding import Place
from aos_check.model.task import Dependency, Wave
from aos_check.model.wording import shortened
from aos_check.reading.expressions import expression
from aos_check.reading.markdown import LineKind, closes
from aos_check.reading.page import SourceFile
from aos_check.reading.structured import Data, Path, UnreadableDataError, read_json

_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_KEY = '"waves"'
_ID = expression(r"(?:task\s+)?(?P<id>\w{1,20}(?:[.-]\w{1,20}){0,9})[*.]?", re.IGNORECASE)
_LONGEST = 40  # characters of a value in a message


class WaveReader:
    """The waves of a page, and the parts of them that could not be read, with the reason."""

    def __init__(self, page: SourceFile) -> None:
        self._page = page
        self._data = Data(None, {})
        self._text = ""
        self._above = 0  # the number of lines above the JSON
        self.unread: list[Mark] = []
        self.waves = tuple(self._read()) if _KEY in page.text else ()

    def _read(self) -> Iterator[Wave]:
        for index, line in enumerate(self._page.lines):
            if line.kind is LineKind.CODE and _KEY in (text := _inside(self._page, index)):
                self._text, self._above = text, line.number
                yield from self._waves()
                return  # the first graph counts

    def _waves(self) -> Iterator[Wave]:
        try:
            self._data = read_json(self._text)
        except UnreadableDataError as error:
            self._skip(f"the waves cannot be read: {error}", error.line)
            return
        value = self._data.value
        items = value.get("waves") if isinstance(value, dict) else None
        if not isinstance(items, list):
            self._skip("the waves are not a list", self._data.line("waves"))
            return
        positions: dict[str, int] = {}
        number = 0
        for index, item in enumerate(items):
            table = item if isinstance(item, dict) else {"tasks": item}
            tasks = table.get("tasks")
            if not isinstance(tasks, list):
                self._skip("this wave has no list of tasks", self._data.line_of("waves", index))
                continue
            path: Path = ("waves", index, "tasks") if table is item else ("waves", index)
            name = str(table.get("id", table.get("wave", index + 1)))
            after: tuple[int, ...] = (number - 1,) if number else ()
            if isinstance(needs := table.get("depends_on"), list):
                known = (positions.get(str(each)) for each in needs)
                after = tuple(each for each in known if each is not None)
            yield Wave(shortened(name, _LONGEST), tuple(self._tasks(tasks, path)), after)
            positions.setdefault(name, number)
            number += 1

    def _tasks(self, items: list[Any], path: Path) -> Iterator[Dependency]:
        for index, item in enumerate(items):
            here = (*path, index)
            line = self._data.line_of(*here)
            span = self._data.spans[here]
            # As written, because the number 1.10 is not 1.1.
            text = item if isinstance(item, str) else self._text[span.start : span.end]
            is_id = isinstance(item, (str, int, float)) and not isinstance(item, bool)
            if is_id and (found := _ID.fullmatch(text.strip())):
                yield Dependency("", found["id"], self._at(line))
            else:
                self._skip("a wave names a task by something that is not an id", line)

    def _skip(self, reason: str, line: int) -> None:
        self.unread.append(Mark(reason, self._at(line)))

    def _at(self, line: int) -> Place:
        return Place(self._page.path, self._above + line)


def _inside(page: SourceFile, index: int) -> str:
    """The text in the fence that begins at this line; "" if it is indented code."""
    first, *below = page.lines[index : index + 2]
    opening = _FENCE.match(page.source[first.number - 1])
    if not opening:
        return ""
    inside = page.source[first.number : below[0].number - 1 if below else None]
    return "\n".join(takewhile(lambda text: not closes(text.strip(), opening[1]), inside))
