"""Characters for what plain text cannot say; they come from Unicode's private use area."""

from __future__ import annotations

import re
import sys

UNKNOWN = "\ue000"
"""What only running the command would tell."""
BREAK = "\ue001"
"""Here one word ends and the next begins."""
OPEN, COMMA, CLOSE = "\ue002\ue003\ue004"
"""Braces that stand for alternatives."""
ROOT = "\ue005"
"""The root of the repository."""
NEW = "\ue006"
"""Before a path: it was not there before, so nothing of it is guarded."""
BLANK = "\ue007"
"""A blank with a backslash before it."""

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
    """The text without the characters that have a meaning here."""
    return text.replace("\0", "").translate(_CONTROLS)


def unbraced(text: str) -> str:
    """The text with braces as they were written."""
    return text.translate(_LITERAL)


def unescaped(text: str) -> str:
    r"""The text with escapes such as `\x2d` resolved, as `$'…'` and `printf` have them."""
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(found: re.Match[str]) -> str:
    small, four, eight, octal, letter = found.groups()
    if letter is not None:
        return _LETTERS.get(letter, letter if letter in "\\'\"?" else found[0])
    code = int(octal, 8) % 256 if octal else int(small or four or eight, 16)
    return cleaned(chr(code)) if code <= sys.maxunicode else ""
