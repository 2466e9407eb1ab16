"""Finds the tasks and phases that a sentence or a table row elsewhere in the file defers.

`Phase 5 deferred`, `8.3-8.8 were deferred`, `Deferred: 8.3, 8.4`, `| Phase 4 | ⏳ Deferred |`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aos_check.reading.expressions import expression, lower
from aos_check.reading.task_dependencies import expanded

_WORDS = ("deferred", "postponed", "skipped", "out of scope")  # a fast test as well
_STATE = rf"(?:{'|'.join(_WORDS)})"
_ENDS = (
    r"(?=[\s*_]*(?:$|[\])(:;.,!|—–⏸⏭]|-(?!\w)"
    r"|(?:and|or|by|until|due|for|to|because|as|since|pending)\b))"
)
_NUMBER = r"\d{1,4}(?:\.\d{1,4}){0,9}"
_MORE = rf"(?:\s?(?:,\s?and\b|,|and\b|&|-|–|to\b|through\b)\s?{_NUMBER}){{0,30}}"
_NAME = (
    rf"(?:(?P<word>phase|slice|sub-?task|task)s?\s?\#?(?P<ids>{_NUMBER}{_MORE})"
    rf"|(?<![\w.$-])(?P<bare>\d{{1,4}}\.\d{{1,4}}{_MORE}))"
)
_SENTENCE = expression(
    rf"(?<!\bif )(?<!\bwhen )(?<!\bunless )(?<!\bwhether )(?<!\buntil ){_NAME}(?!\w|\.\w)"
    r"(?:\s?\([^()]{1,60}\))?[\s*_)]{0,4}(?:\(|:|—|–|-(?=\s))?[\s*_⏳⏸⏭\ufe0f]{0,4}"
    r"(?:(?:is|are|was|were|(?:has|have) been)\s)?(?:(?:both|all|now|explicitly|intentionally)\s)?"
    rf"(?:marked\s(?:as\s)?)?{_STATE}{_ENDS}"
)
_LIST = expression(
    rf"\W*{_STATE}(?: (?:sub-?tasks?|tasks?|phases?|items?))?[\s*_]{{0,4}}:[\s*_]{{0,4}}{_NAME}"
    r"(?=[\s*_]*(?:$|[(;—–]|-\s|\.(?:\s|$)))"
)
_FIRST_CELL = expression(rf"\W*{_NAME}\b")
_STATE_CELL = expression(rf"\W*{_STATE}{_ENDS}")


def deferred_names(text: str) -> Iterator[tuple[str, str]]:
    """The word ("phase", "slice" or "task") and the id of everything that the line defers."""
    plain = lower(text)
    if any(word in plain for word in _WORDS):
        listed = _LIST.match(plain)
        for found in [listed] if listed else _SENTENCE.finditer(plain):
            yield from _names(found)


def deferred_in_row(row: str) -> Iterator[tuple[str, str]]:
    """The names in the first cell of a table row, if another cell says "deferred"."""
    plain = lower(row)
    if any(word in plain for word in _WORDS):
        first, *others = plain.strip().strip("|").split("|")
        found = _FIRST_CELL.match(first)
        if found and any(map(_STATE_CELL.match, others)):
            yield from _names(found)


def _names(found: re.Match[str]) -> Iterator[tuple[str, str]]:
    word = found["word"] or "task"
    for identity in expanded(found["ids"] or found["bare"]):
        yield "task" if "task" in word else word, identity
