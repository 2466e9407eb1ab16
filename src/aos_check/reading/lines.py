"""Edits lines of a user's text and keeps its line ends."""

from __future__ import annotations

import re

_LINE = re.compile(
    r"[^\n\r\x85\u2028\u2029]*(?:\r\n|[\n\r\x85\u2028\u2029])|[^\n\r\x85\u2028\u2029]+"
)
_INDENT = re.compile(r"[ \t]*")


def lines_of(text: str) -> list[str]:
    """The lines as YAML counts them, each with its line end."""
    return _LINE.findall(text)


def ended_like(text: str, added: str) -> str:
    """The text to add, with the line ends of `text`."""
    return added.replace("\n", "\r\n") if "\r\n" in text else added


def indent_of(line: str) -> str:
    """The blanks and tabs at the start of the line."""
    found = _INDENT.match(line)
    return found[0] if found else ""


def put_in(text: str, at: int, added: str) -> str:
    """The text with whole lines added before the line `at` (from 0), or after the last line.

    A text without a final line end still has none, so that `take_out` can restore it.
    """
    lines = lines_of(text)
    added = ended_like(text, added)
    if at < len(lines) or text.endswith(("\n", "\r")):
        return "".join([*lines[:at], added, *lines[at:]])
    end = ended_like(text, "\n") if text else ""
    return f"{text}{end}{added.rstrip()}"


def take_out(text: str, start: int, end: int) -> str:
    """The text without the whole lines from `start` to `end`.

    If they are the last ones and have no line end, the line end before them is removed too.
    """
    before, after = text[:start], text[end:]
    if not after and not text.endswith(("\n", "\r")):
        before = re.sub(r"(?:\r\n|[\n\r])\Z", "", before)
    return before + after
