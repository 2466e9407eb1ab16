r"""Digests of approved text: a changed word changes them; ticks, wrapping and white space do not.

The format `aos2`, complete enough to be implemented a second time:

A digest is `aos2:sha256:` and the SHA-256, in 64 lower-case hexadecimal digits, of the document's
words in UTF-8, with one blank (U+0020) between them. Words are what stands between white space:
U+0009-000D, 001C-0020, 0085, 00A0, 1680, 2000-200A, 2028, 2029, 202F, 205F and 3000. A word of at
most 100 characters is in NFC, a longer one as it was written.

One U+FEFF at the beginning is dropped. CR LF, CR and LF end a line, and nothing else does. Metadata
lines, which the caller names, are skipped. Each other line goes through these steps, in which
"space" means blanks and tabs, and a list marker is `-`, `*`, `+`, or 1 to 9 digits and `.` or `)`:

1.  TICKS. A box is `[`, a mark, `]`, and then white space, the end of the line, or one of `*~_` and
    the backtick. A mark is x, X, nothing, or one character that is neither letter, number, `_`,
    `[` nor `]`; U+FE0F may follow it. A box becomes `[]` if nothing stands before it in its line
    but, in this order, LEAD; perhaps 1 to 9 digits, `.` or `)`, space and LEAD; perhaps ID and
    LEAD. The last character before it must be space or one of `*_~`. If nothing but space stands
    before it, space, perhaps some of `*_~`, and ID must follow it.

    LEAD is any mixture of space and `-*+#>_~:`, or nothing. ID is, in any case, perhaps `task`,
    `subtask` or `sub-task` with 1 to 3 blanks; perhaps 1 to 8 letters a-z, perhaps with `-`; 1 to 9
    digits; up to 8 times `.` and 1 to 9 digits; perhaps `.` or `)`.

2.  FENCES. A line opens a fence if, behind any mixture of space, `>` and list markers with space
    behind them, it has three or more backticks and no backtick after them, or three or more tildes.
    A line closes it if, space and `>` at its ends aside, it is as many of that character or more,
    and nothing else. Neither these lines nor those between them go through the steps that follow.

3.  QUOTES. A quote prefix is up to 3 blanks and `>`, then any number of times up to 4 blanks and
    `>`. It is dropped, with one blank behind it. Its `>`, without the blanks, are one word if they
    are not those of the last line that came to this step; a line without a prefix has none.

4.  TABLES. In a line that consists of `|`, `-`, `:` and space, with at least one `|` and one `-`,
    each run of `-` and `:` becomes one `-`.

5.  CELLS AND SUPPRESSIONS. From left to right: a run of backticks, up to the next run of the same
    length or else to the end of the line, stays as it is. So does a `|` behind a backslash. Any
    other `|` is a word of its own. A comment of aos-check itself is dropped: `<!--`, `aos-check:`,
    `ignore` or `ignore-file`, then `[`, perhaps letters, digits, `_`, `-`, `,` and blanks, and `]`,
    with or without space between these, then anything without `--`, and `-->`.

All other text counts, comments too: agents read them. Where a step takes a line for something
else than Markdown does, no word is lost but the reason of a suppression.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import NamedTuple

VERSION = "aos2"


def digest(text: str, metadata_lines: Collection[int] = ()) -> str:
    """The digest of a document; `metadata_lines`, counted from 1, are left out."""
    return _signed(words(text, metadata_lines))


def words(text: str, metadata_lines: Collection[int] = ()) -> str:
    """What of a text counts: its words, joined by one blank."""
    return _joined(_reduced(text, metadata_lines).lines)


def sections(
    text: str, starts: Sequence[tuple[str, int]], metadata_lines: Collection[int] = ()
) -> dict[str, str]:
    """The digest of each requirement: `starts` are their ids, and the lines where they begin.

    A requirement ends before the line where the next one begins, or before the next heading of the
    same or a higher level than the one it stands on; where it stands on none, before any heading.
    A heading is, after step 3, up to 3 blanks, 1 to 6 `#`, and space or the end of the line. What
    stands under an id that begins twice is joined.
    """
    reduced = _reduced(text, metadata_lines)
    first = sorted({line for _, line in starts})
    until = dict(zip(first, [*first, len(reduced.lines) + 1][1:], strict=True))
    parts: dict[str, list[str]] = {}
    for name, line in starts:
        parts.setdefault(name, []).extend(reduced.section(line, until[line]))
    return {name: _signed(_joined(part)) for name, part in parts.items()}


def _signed(counted: str) -> str:
    return (
        f"{VERSION}:sha256:{hashlib.sha256(counted.encode('utf-8', 'surrogatepass')).hexdigest()}"
    )


# To sort the marks on one letter takes the square of their number: no word needs more than 100.
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
    """What is left of each line, and the levels of those that are headings, by index."""

    lines: list[str]
    levels: dict[int, int]

    def section(self, line: int, until: int) -> list[str]:
        """The lines from `line` to the one before `until` or before a heading that ends it."""
        start = max(line, 1) - 1
        own = self.levels.get(start, 6)
        ends = (at for at in range(start + 1, until - 1) if self.levels.get(at, 7) <= own)
        return self.lines[start : next(ends, until - 1)]


# No two parts of a pattern may match the same blank, or a hostile line takes for ever.
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
    """The `>` that the line begins with, and the text behind them."""
    found = _QUOTES.match(line) if ">" in line else None
    return (
        (found[0].replace(" ", ""), line[found.end() :].removeprefix(" ")) if found else ("", line)
    )


def _without_layout(line: str) -> str:
    """The line with its table's cells apart, and without suppressions."""
    if _DELIMITERS.fullmatch(line):
        line = re.sub(r"[-:]+", "-", line)
    if "|" in line or "<!--" in line:
        return _INLINE.sub(lambda it: it["kept"] or (" | " if it["pipe"] else ""), line)
    return line
