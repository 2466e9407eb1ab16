"""The lines of a text that somebody else wrote, with whatever ends them."""

from __future__ import annotations

import re

_LINE = re.compile(
    r"[^\n\r\x85\u2028\u2029]*(?:\r\n|[\n\r\x85\u2028\u2029])|[^\n\r\x85\u2028\u2029]+"
)
_INDENT = re.compile(r"[ \t]*")


def lines_of(text: str) -> list[str]:
    """The lines as YAML counts them, each with its end."""
    return _LINE.findall(text)


def ended_like(text: str, added: str) -> str:
    """What is to be added to `text`, with line ends like those there."""
    return added.replace("\n", "\r\n") if "\r\n" in text else added


def indent_of(line: str) -> str:
    """The white space that the line begins with."""
    found = _INDENT.match(line)
    return found[0] if found else ""


def put_in(text: str, at: int, added: str) -> str:
    """The text with whole lines added where the line `at` (from 0) begins, or behind the last.

    A text without a last line end keeps to it, so that taking the lines out restores it.
    """
    lines = lines_of(text)
    added = ended_like(text, added)
    if at < len(lines) or text.endswith(("\n", "\r")):
        return "".join([*lines[:at], added, *lines[at:]])
    end = ended_like(text, "\n") if text else ""
    return f"{text}{end}{added.rstrip()}"


def take_out(text: str, start: int, end: int) -> str:
    """The text without what stands from `start` to `end`, which are whole lines.

    Where they are the last and not ended, the end of the line before goes with them.
    """
    before, after = text[:start], text[end:]
    if not after and not text.endswith(("\n", "\r")):
        before = re.sub(r"(?:\r\n|[\n\r])\Z", "", before)
    return before + after
