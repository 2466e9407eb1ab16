"""Marker characters from Unicode's private use area, and functions that clean text."""

from __future__ import annotations

import re
import sys

UNKNOWN = "\ue000"
"""A text that is known only when the command runs."""
BREAK = "\ue001"
"""The end of a word before the next one."""
OPEN, COMMA, CLOSE = "\ue002\ue003\ue004"
"""The braces and commas of alternatives."""
ROOT = "\ue005"
"""The root of the repository."""
NEW = "\ue006"
"""The start of a path that did not exist before, so nothing in it is guarded."""
BLANK = "\ue007"
"""A blank after a backslash."""

_CONTROLS = dict.fromkeys(range(0xE000, 0xE008), "\N{REPLACEMENT CHARACTER}")
_LITERAL = {ord(OPEN): "{", ord(COMMA): ",", ord(CLOSE): "}"}
_ESCAPE = re.compile(
    r"\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3})|(.))", re.DOTALL
)
_LETTERS = {
    "a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f",
    "n": "\n", "r": "\r", "t": "\t", "v": "\v",
}  # fmt: skip


def cleaned(text: str) -> str:
    """The text without NUL and without marker characters."""
    return text.replace("\0", "").translate(_CONTROLS)


def unbraced(text: str) -> str:
    """The text with ordinary braces in place of the markers."""
    return text.translate(_LITERAL)


def unescaped(text: str) -> str:
    r"""The text with the escapes of `$'…'` and `printf` (such as `\x2d`) resolved."""
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(found: re.Match[str]) -> str:
    small, four, eight, octal, letter = found.groups()
    if letter is not None:
        return _LETTERS.get(letter, letter if letter in "\\'\"?" else found[0])
    code = int(octal, 8) % 256 if octal else int(small or four or eight, 16)
    return cleaned(chr(code)) if code <= sys.maxunicode else ""
