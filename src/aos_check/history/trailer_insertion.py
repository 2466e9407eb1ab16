"""Adds a trailer to the file of a commit message."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple

_SCISSORS = b" ------------------------ >8 ------------------------"
_TRAILER = re.compile(rb"[A-Za-z0-9-]+[ \t]*:")
_BY_GIT = (b"Signed-off-by: ", b"(cherry picked from commit ")
_SUBJECT_ROOM = 2  # lines at the top: the future subject and a blank line


def insert_trailer(message: bytes, key: str, value: str, comment: bytes = b"#") -> bytes:
    """The message file with the trailer added at the place where git would add it."""
    lines = _text_lines(message, comment)
    end = lines[-1].end if lines else 0
    first, found, _ = message.partition(b"\n")
    newline = b"\r\n" if found and first.endswith(b"\r") else b"\n"
    # If there is no text, leave room for the subject.
    missing = 0 if _end_in_trailers(lines) else 1 if lines else _SUBJECT_ROOM
    if lines and not message[:end].endswith(b"\n"):
        missing += 1
    trailer = f"{key}: {value}".encode("utf-8", "surrogateescape")
    return message[:end] + newline * missing + trailer + newline + message[end:]


class _TextLine(NamedTuple):
    """A line that git will keep, without blanks at its end; the next one begins at `end`."""

    content: bytes
    end: int


def _text_lines(message: bytes, comment: bytes) -> list[_TextLine]:
    """The lines above the scissors without comments, up to the last one with text."""
    lines, end, last = [], 0, 0
    for line in BytesIO(message):
        end += len(line)
        if not (comment and line.startswith(comment)):
            lines.append(_TextLine(line.rstrip(), end))
            last = len(lines) if lines[-1].content else last
        elif line.rstrip() == comment + _SCISSORS:
            break
    return lines[:last]


def _end_in_trailers(lines: Sequence[_TextLine]) -> bool:
    """True if the last paragraph has trailers by git's rules. The subject never counts."""
    first = len(lines)
    while first and lines[first - 1].content:
        first -= 1
    if first < _SUBJECT_ROOM and not any(line.content for line in lines[:first]):
        return False
    trailers, others, in_trailer = 0, 0, False
    for line in lines[first:]:
        if _TRAILER.match(line.content) or line.content.startswith(_BY_GIT):
            trailers, in_trailer = trailers + 1, True
        elif not (in_trailer and line.content[:1].isspace()):
            others, in_trailer = others + 1, False
    by_git = any(line.content.startswith(_BY_GIT) for line in lines[first:])
    return trailers > 0 and (others == 0 or (by_git and trailers * 3 >= others))
