"""Edits of single lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple


class Edit(NamedTuple):
    """A line to replace. It counts from 1, and neither text has a line end.

    `after` may have several lines, to add some below.
    """

    path: str
    line: int
    before: str
    after: str


_END = re.compile(r"(\r\n|\r|\n)")
_BOM = "\ufeff"


def lines_of(content: bytes) -> list[str]:
    """The lines of a file, without their ends. Raises UnicodeDecodeError if it is not UTF-8."""
    return _END.split(content.decode("utf-8-sig"))[::2]


def edited(content: bytes, edits: Iterable[Edit]) -> bytes | None:
    """The file after the edits, with its own line ends; None if a line is not the expected one."""
    text = content.decode("utf-8")
    bom = _BOM * text.startswith(_BOM)
    pieces = _END.split(text.removeprefix(_BOM))
    changed: dict[int, list[str]] = {}
    for edit in dict.fromkeys(edits):
        at = 2 * (edit.line - 1)
        first, *added = edit.after.split("\n")
        if at >= len(pieces) or pieces[at] != edit.before:
            return None
        rows = changed.setdefault(at, [first])
        if rows[0] != first:
            return None
        rows[1:1] = added  # as if the edits were made one by one
    for at, rows in changed.items():
        end = next(iter([*pieces[at + 1 : at + 2], *pieces[1:2]]), "\n")
        pieces[at] = end.join(rows)
    return (bom + "".join(pieces)).encode()
