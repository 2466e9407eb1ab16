"""Making text safe for a terminal, and colouring it."""

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
_BOLD, _DIM, _GREEN, _YELLOW = "\x1b[1m", "\x1b[2m", "\x1b[32m", "\x1b[33m"
_RESET = "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Style:
    """Colours text, or leaves it plain. The result is always safe for a terminal.

    `columns` is the width of the terminal; 0 if the text goes to a pipe or file. `ellipsis` is in
    characters that the output has.
    """

    colour: bool = False
    columns: int = 0
    ellipsis: str = "…"

    def fitted(self, text: str) -> str:
        """Text with its long lines broken at the width of the terminal."""
        text = text.replace("…", self.ellipsis)
        if not self.columns:
            return text
        return "\n".join(folded(line, self.columns) for line in text.split("\n"))

    def severity(self, severity: Severity) -> str:
        """The severity in its colour."""
        return self._paint(_COLOURS[severity], severity.value)

    def bold(self, text: str) -> str:
        """Text that stands out."""
        return self._paint(_BOLD, text)

    def dim(self, text: str) -> str:
        """Text that stays in the background."""
        return self._paint(_DIM, text)

    def green(self, text: str) -> str:
        """Text that reports something good."""
        return self._paint(_GREEN, text)

    def yellow(self, text: str) -> str:
        """Text that needs attention."""
        return self._paint(_YELLOW, text)

    def _paint(self, code: str, text: str) -> str:
        return f"{code}{safe(text)}{_RESET}" if self.colour and text else safe(text)


def safe(text: str) -> str:
    r"""The text with control and invisible characters escaped (`\x1b`, `\u{202e}`)."""
    return text if text.isprintable() else "".join(map(_escaped, text))


# Cc: C0, DEL and C1. Cf: direction overrides, zero width. Zl, Zp: line ends. Cs: surrogates.
_UNSAFE = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})


def whole(text: str) -> str:
    r"""The text with lone surrogates, which no encoding can represent, escaped (`\xff`)."""
    return _SURROGATE.sub(lambda found: _escaped(found[0]), text)


_SURROGATE = re.compile("[\ud800-\udfff]")


def _escaped(character: str) -> str:
    if unicodedata.category(character) not in _UNSAFE:
        return character
    number = ord(character)
    # Python represents a byte of a file name that is not UTF-8 by such a surrogate.
    if 0xDC80 <= number <= 0xDCFF:  # noqa: PLR2004
        number -= 0xDC00
    return f"\\x{number:02x}" if number <= 0xFF else f"\\u{{{number:x}}}"  # noqa: PLR2004


def inert(text: str) -> str:
    r"""The text without commands that a CI runner would execute.

    Runners execute `::` at the start of a line, and `##[` anywhere. One character of each is
    escaped (`\u0023`), so that JSON still has the same content.
    """
    if "##[" in text:
        text = text.replace("##[", r"#\u0023[")
    return _COMMAND.sub(r"\1\\u003a:", text) if "::" in text else text


_COMMAND = re.compile(r"^([^\S\n]*)::", re.MULTILINE)


def width(text: str) -> int:
    """The number of terminal columns that the text takes."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def folded(line: str, columns: int) -> str:
    """The line, broken between words so that it takes at most `columns`.

    The rows below an indented line are indented more, and those below a second column are in that
    column. A word that is too long for any row stays where it is: the terminal breaks it.
    """
    plain = _PAINT.sub("", line)
    if width(plain) <= columns:
        return line
    hang = _hang(plain)
    rows, used, gap = [""], 0, ""
    for piece in _PIECES.findall(line):
        if piece[0] == " ":
            gap = piece
            continue
        size = width(_PAINT.sub("", piece))
        if rows[-1].strip() and used + len(gap) + size > columns >= hang + size:
            rows.append("")
            gap = " " * hang
            used = 0
        rows[-1] += gap + piece
        used += len(gap) + size
        gap = ""
    return "\n".join(rows)


def _hang(plain: str) -> int:
    """The indentation of the rows after the first."""
    if label := _LABEL.match(plain[:_LONGEST_LABEL]):
        return label.end()
    indentation = len(plain) - len(plain.lstrip(" "))
    return indentation + 4 if indentation else 0


_LONGEST_LABEL = 40
_LABEL = re.compile(r" *(?:[^ ]+(?: [^ ]+)* {2,}(?=[^ ])|[*+-] |\d+\. )")
"""The first column of a table, or the mark of a list."""

_PAINT = re.compile(r"\x1b\[[\d;]*m")
_PIECES = re.compile(r" +|(?:`[^`]{1,60}`|[^ ])+")
"""Gaps and words. A command in backticks counts as a word, so that a user can copy it."""
