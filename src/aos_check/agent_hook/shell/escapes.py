r"""Escapes in quotes and formats: what `\x2d` in `$'…'` and in `printf` stands for."""

from __future__ import annotations

import re

_ESCAPE = re.compile(
    r"\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3})|(.))", re.DOTALL
)
_LETTERS = {
    "a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f",
    "n": "\n", "r": "\r", "t": "\t", "v": "\v",
}  # fmt: skip


def unescaped(text: str) -> str:
    """The text with its escapes resolved."""
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(found: re.Match[str]) -> str:
    small, four, eight, octal, letter = found.groups()
    if letter is not None:
        return _LETTERS.get(letter, letter if letter in "\\'\"?" else found[0])
    code = int(octal, 8) % 256 if octal else int(small or four or eight, 16)
    # What comes to nothing, or has a meaning of its own here, is not part of a word.
    return chr(code) if 7 <= code <= 0x10FFFF else ""  # noqa: PLR2004 - the first that is free
