"""What may reach a terminal: colour where it is wanted, and nothing that the input smuggles in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from aos_check.model.finding import Severity

_COLOURS = {
    Severity.ERROR: "\x1b[1;31m",
    Severity.WARNING: "\x1b[1;33m",
    Severity.INFO: "\x1b[1;36m",
}
_BOLD, _DIM, _RESET = "\x1b[1m", "\x1b[2m", "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Style:
    """Colours, or none of them. Whatever it is given comes out safe for a terminal."""

    colour: bool = False

    def severity(self, severity: Severity) -> str:
        """The severity's word in its colour."""
        return self._in(_COLOURS[severity], severity.value)

    def bold(self, text: str) -> str:
        """Text that is to be found at a glance."""
        return self._in(_BOLD, text)

    def dim(self, text: str) -> str:
        """Text that may be overlooked."""
        return self._in(_DIM, text)

    def _in(self, code: str, text: str) -> str:
        return f"{code}{safe(text)}{_RESET}" if self.colour else safe(text)


def safe(text: str) -> str:
    r"""The text with control and invisible characters written out (`\x1b`, `\u{202e}`)."""
    return text if text.isprintable() else "".join(map(_written_out, text))


# Cc: C0, DEL and C1. Cf: direction overrides, zero width. Zl, Zp: line ends. Cs: half a character.
_UNSAFE = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})


def whole(text: str) -> str:
    r"""The text with half characters written out (`\xff`), which no encoding has."""
    return _HALF.sub(lambda found: _written_out(found[0]), text)


_HALF = re.compile("[\ud800-\udfff]")


def _written_out(character: str) -> str:
    if unicodedata.category(character) not in _UNSAFE:
        return character
    number = ord(character)
    # How Python keeps a byte of a file name that is not UTF-8.
    if 0xDC80 <= number <= 0xDCFF:  # noqa: PLR2004
        number -= 0xDC00
    return f"\\x{number:02x}" if number <= 0xFF else f"\\u{{{number:x}}}"  # noqa: PLR2004


def inert(text: str) -> str:
    r"""The text without what the machines that run builds take for a command of theirs.

    That is `::` where a line begins, and `##[` anywhere. One character of it is written out in a
    way (`\u0023`) that JSON reads back as what it was.
    """
    if "##[" in text:
        text = text.replace("##[", r"#\u0023[")
    return _COMMAND.sub(r"\1\\u003a:", text) if "::" in text else text


_COMMAND = re.compile(r"^([^\S\n]*)::", re.MULTILINE)


def width(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
