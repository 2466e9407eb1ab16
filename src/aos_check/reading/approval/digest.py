r"""Digests of approved text. A changed word changes the digest; ticks and line breaks do not.

This is the format `aos2`, in enough detail for a second implementation.

A digest is `aos2:sha256:` followed by the SHA-256 of the document's words, in 64 lower-case
hexadecimal digits. The words are encoded in UTF-8 and joined by one blank (U+0020). White space
separates them: U+0009-000D, 001C-0020, 0085, 00A0, 1680, 2000-200A, 2028, 2029, 202F, 205F and
3000. A word of at most 100 characters is normalised to NFC; a longer one is left unchanged.

One U+FEFF at the beginning is dropped. Only CR LF, CR and LF end a line. The caller names the
metadata lines, which are skipped. Every other line goes through the steps below. In them, "space"
means blanks and tabs, and a list marker is `-`, `*`, `+`, or 1 to 9 digits and `.` or `)`.

1.  TICKS. A box is `[`, a mark and `]`, followed by white space, the end of the line, a backtick or
    one of `*~_`. A mark is x, X, nothing, or one character other than a letter, a number, `_`, `[`
    and `]`; U+FE0F may follow it. A box becomes `[]` if only the following precedes it in its line,
    in this order: LEAD; optionally 1 to 9 digits, `.` or `)`, space and LEAD; optionally ID and
    LEAD. The last character before the box must be space or one of `*_~`. If only space precedes
    the box, then space, optionally some of `*_~`, and ID must follow it.

    LEAD is any mixture of space and `-*+#>_~:`, or nothing. ID consists of these parts, in upper or
    lower case: optionally `task`, `subtask` or `sub-task` with 1 to 3 blanks; optionally 1 to 8
    letters a-z with or without `-`; 1 to 9 digits; up to 8 times `.` and 1 to 9 digits; optionally
    `.` or `)`.

2.  FENCES. A line opens a fence if it has three or more backticks without a backtick after them, or
    three or more tildes. Only space, `>`, and list markers followed by space may precede them. A
    line closes the fence if it consists of at least as many of the same character; space and `>` at
    its ends are ignored. These lines and those between them skip the remaining steps.

3.  QUOTES. A quote prefix is up to 3 blanks and `>`, then any number of times up to 4 blanks and
    `>`. It is dropped, together with one blank after it. Its `>`, without the blanks, become one
    word if they differ from those of the last line that reached this step. A line without a prefix
    has none.

4.  TABLES. In a line of only `|`, `-`, `:` and space, with at least one `|` and one `-`, each run
    of `-` and `:` becomes one `-`.

5.  CELLS AND SUPPRESSIONS. The line is read from left to right. A run of backticks stays unchanged,
    up to the next run of the same length or else to the end of the line. So does a `|` after a
    backslash. Any other `|` becomes a separate word. A suppression comment of aos-check is dropped.
    It has these parts, with or without space between them: `<!--`, `aos-check:`, `ignore` or
    `ignore-file`, `[`, any letters, digits, `_`, `-`, `,` and blanks, and `]`. Then follow any text
    without `--`, and `-->`.

All other text counts, even comments, because agents read them. If a step interprets a line
differently from Markdown, the only text that can be lost is the reason of a suppression.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import NamedTuple

VERSION = "aos2"


def digest(text: str, metadata_lines: Collection[int] = ()) -> str:
    """The digest of a document without its `metadata_lines`, which count from 1."""
    return _hashed(words(text, metadata_lines))


def words(text: str, metadata_lines: Collection[int] = ()) -> str:
    """The words of a text that count, joined by one blank."""
    return _joined(_reduced(text, metadata_lines).lines)


def sections(
    text: str, starts: Sequence[tuple[str, int]], metadata_lines: Collection[int] = ()
) -> dict[str, str]:
    """The digest of each requirement by its id; `starts` has each id and its first line.

    A requirement ends before the first line of the next one. One whose first line is a heading also
    ends before the next heading of the same or a higher level; any other ends before any heading.
    A heading is, after step 3, up to 3 blanks, 1 to 6 `#`, and space or the end of the line. The
    parts of an id that occurs twice are joined.
    """
    reduced = _reduced(text, metadata_lines)
    first = sorted({line for _, line in starts})
    ends = dict(zip(first, [*first, len(reduced.lines) + 1][1:], strict=True))
    parts: dict[str, list[str]] = {}
    for name, line in starts:
        parts.setdefault(name, []).extend(reduced.section(line, ends[line]))
    return {name: _hashed(_joined(part)) for name, part in parts.items()}


def _hashed(joined: str) -> str:
    checksum = hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{VERSION}:sha256:{checksum}"


# Normalising a letter with n combining marks takes n² steps, and real words are shorter.
_LONGEST = 100


def _joined(lines: Sequence[str]) -> str:
    text = " ".join(" ".join(lines).split())
    if text.isascii():
        return text
    return " ".join(
        word if len(word) > _LONGEST else unicodedata.normalize("NFC", word)
        for word in text.split(" ")
    )


class _Reduced(NamedTuple):
    """The reduced lines, and the levels of the headings among them by index."""

    lines: list[str]
    levels: dict[int, int]

    def section(self, line: int, end: int) -> list[str]:
        """The lines from `line` up to `end` (excluded) or up to a heading that ends the section."""
        start = max(line, 1) - 1
        level = self.levels.get(start, 6)
        headings = (at for at in range(start + 1, end - 1) if self.levels.get(at, 7) <= level)
        return self.lines[start : next(headings, end - 1)]


# Two adjacent parts of a pattern must not match the same blank: a hostile line would take forever.
_MARKER = r"(?:[-*+]|[0-9]{1,9}[.)])"
_LEAD = r"[-*+#>_~: \t]*"
_ID = r"(?:(?ai:(?:sub-?)?task) {1,3})?(?:[A-Za-z]{1,8}-?)?[0-9]{1,9}(?:\.[0-9]{1,9}){0,8}[.)]?"
_BOX = re.compile(
    rf"^(?![ \t]*\[[^\]]{{0,2}}\](?![ \t]+[*_~]*{_ID}))"
    rf"({_LEAD}(?:[0-9]{{1,9}}[.)][ \t]{_LEAD})?(?:{_ID}{_LEAD})?(?<![^ \t*_~]))"
    r"\[(?:[xX]|[^\w\[\]]?)\ufe0f?\](?=[\s*~_`]|$)"
)
_FENCE = re.compile(rf"[ \t>]*(?:{_MARKER}[ \t][ \t>]*)*(`{{3,}}(?=[^`]*$)|~{{3,}})")
_QUOTES = re.compile(r" {0,3}>(?: {0,4}>)*")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]|$)")
_DELIMITERS = re.compile(r"(?=.*\|)(?=.*-)[-|: \t]*")
_INLINE = re.compile(
    r"(?P<kept>(`+)(?:.*?[^`]\2(?!`)|.*)|\\\|)|(?P<pipe>\|)"
    r"|<!--[ \t]*aos-check:[ \t]*ignore(?:-file)?[ \t]*\[[\w ,-]*\](?:(?!--).)*-->"
)


def _reduced(text: str, metadata_lines: Collection[int]) -> _Reduced:
    source = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = ["" if at in metadata_lines else _unticked(line) for at, line in enumerate(source, 1)]
    levels: dict[int, int] = {}
    fence = above = ""
    for at, line in enumerate(lines):
        if at + 1 in metadata_lines:
            continue
        if fence:
            fence = "" if _closes(line, fence) else fence
        elif opening := _FENCE.match(line):
            fence = opening[1]
        else:
            quotes, content = _unquoted(line)
            if heading := _HEADING.match(content):
                levels[at] = len(heading[1])
            lines[at] = f"{quotes if quotes != above else ''} {_without_layout(content)}"
            above = quotes
    return _Reduced(lines, levels)


def _unticked(line: str) -> str:
    return _BOX.sub(r"\1[]", line) if "[" in line else line


def _closes(line: str, fence: str) -> bool:
    mark = line.strip(" \t>")
    return len(mark) >= len(fence) and mark == fence[0] * len(mark)


def _unquoted(line: str) -> tuple[str, str]:
    """The `>` at the start of the line, and the text after them."""
    if found := _QUOTES.match(line) if ">" in line else None:
        return found[0].replace(" ", ""), line[found.end() :].removeprefix(" ")
    return "", line


def _without_layout(line: str) -> str:
    """The line with its table cells separated and its suppressions removed."""
    if _DELIMITERS.fullmatch(line):
        line = re.sub(r"[-:]+", "-", line)
    if "|" in line or "<!--" in line:
        return _INLINE.sub(lambda it: it["kept"] or (" | " if it["pipe"] else ""), line)
    return line
