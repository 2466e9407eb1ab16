"""Digests of approved text, which ticking, wrapping, comments and metadata do not change.

The format `aos1`, complete enough to be implemented a second time:

A digest is `aos1:sha256:` and the 64 lower-case hexadecimal digits of the SHA-256 of the document's
words, joined by one blank (U+0020), in UTF-8. "White space" is U+0009-000D, 001C-0020, 0085, 00A0,
1680, 2000-200A, 2028, 2029, 202F, 205F and 3000; a "blank" is U+0020.

1.  TEXT. One U+FEFF at the beginning is dropped. CR LF and CR become LF; no other character ends a
    line. Then NFC; but more than 30 characters in a row that are neither ASCII, white space,
    letters (L*) nor numbers (N*) stay as they are, and what stands before and behind them is
    normalised by itself. Tabs become blanks, up to the next column divisible by 4.

2.  MODES. Each line is read in one of three modes; at first NORMAL. The words of a line are what is
    left of it, split at white space. A metadata line (given by the caller) is read like any other
    and yields no words.

    FENCE     The line as it is, without the quote prefix of its fence.
    DOUBT     As FENCE, but boxes are reduced (7). Once begun it lasts to the end of the text.
    NORMAL    As the following says, in this order.

    If the first line is `---` (white space behind it aside) and a later one is `---` or `...`, the
    lines up to there are read as DOUBT. DOUBT stays if one of them begins a fence (4) or HTML (5),
    or has `<!--` in it; else NORMAL follows.

3.  QUOTES. A quote prefix is up to 3 blanks and `>`, then any number of times up to 4 blanks and
    `>`. It is dropped, with one blank behind it. A line of which nothing but blanks is left is
    empty: it ends a block, and HTML that does not wait for `-->`. "The line above" is the last one
    read as NORMAL, after step 6; behind an empty line there is none.

4.  FENCES. A line begins a fence if, behind any mixture of blanks, `>` and list markers (`-`, `*`,
    `+`, or 1 to 9 digits with `.` or `)`, each followed by a blank), it has three or more backticks
    and no backtick after them, or three or more tildes. DOUBT begins with it instead of FENCE

    -   inside HTML;
    -   unless nothing but the quote prefix (with its blank), blanks, and at most one list marker
        with at most 4 blanks stands before it;
    -   if that marker is a number other than 1 and the line above is not empty.

    The column of a fence is the count of characters between the quote prefix (with its blank) and
    the fence. In FENCE, for each line:

    -   It must begin with the same quote prefix, character by character, else DOUBT begins with it.
    -   Only blanks behind that (and behind one blank, if there is a prefix): it is content.
    -   Column of the fence above 1, and fewer blanks before the text: DOUBT begins with it.
    -   As many of the same character or more, and nothing but blanks around them: with a column of
        0 or 1, it ends the fence if at most 3 blanks stand before it; with a larger one, it ends
        the fence if exactly as many do, and DOUBT begins with it if up to 3 more do.
    -   Else it is content.

5.  HTML. A line begins HTML if `<` stands behind the same mixture as in 4, followed by

    -   `!--`, and no `-->` is in the line from its `--` on. If it is at the first column, outside
        HTML, and `-->` follows on a later line with no `--!>` before it, then all up to the `-->`
        is dropped, and steps 6 to 9 apply to the rest of that line. Otherwise HTML begins that
        waits for `-->`, or DOUBT if within HTML that does not wait; the line with the `-->` turns
        it into HTML that does not.
    -   `?` or `!` without `--`, or, in any case and followed by no letter a-z, digit or `_`, one of
        `pre`, `script`, `style`, `textarea`, `title`, `xmp`, `iframe`, `noembed`, `noframes`,
        `noscript`, `plaintext`: DOUBT begins with it.
    -   a letter a-z, or `/` and a letter: HTML begins, if there is none.

6.  COMMENTS. `<!--` up to the next `-->` in the line is dropped, unless in HTML that waits for
    `-->`, if what is between begins with neither `>` nor `->` and either

    -   it is the first thing in the line after at most 3 blanks and has no `--!>` in it; or
    -   it has no `--` in it and does not end with `-`, and what stands between it and the dropped
        comment before it, or the line's beginning, has no run of 4 blanks, and no backtick,
        backslash, `<`, `](` or `]:`; nor does what is left of the lines of its block above it.

    With the first `<!--` in a line that is not dropped, the rest of the line stays. A block begins
    behind an empty line, and outside HTML with a line that has up to 3 blanks and `-`, `*` or `+`,
    then blanks and something else; or up to 3 blanks, 1 to 6 `#` and a blank. The first line of a
    fence, and a line that ends a comment begun on another, count as having a backtick.

7.  BOXES. A box is `[`, a mark, `]`, and then white space, the end of the line or one of `*~_` and
    the backtick. A mark is x, X, nothing, or one character that is neither letter, number, `_`,
    `[` nor `]`; U+FE0F may follow it. One box in a line becomes `[]` if, behind blanks, it stands

    -   behind 1 to 4 of: list marker, 1 to 6 `#`, each followed by blanks; then perhaps EMPHASIS,
        and perhaps ID;
    -   behind ID, perhaps with EMPHASIS before it;
    -   before blanks and ID, both perhaps with EMPHASIS before them.

    EMPHASIS is `**`, `__`, `~~`, `*` or `_`. ID is, in any case, perhaps `task`, `subtask` or
    `sub-task` with 1 to 3 blanks; perhaps 1 to 8 letters a-z, perhaps with `-`; 1 to 9 digits; up
    to 8 times `.` and 1 to 9 digits; perhaps `.`, `:` or `)`. Before a box there follow
    perhaps EMPHASIS, perhaps `:`, and blanks.

8.  DELIMITER ROWS. A line of cells separated by `|`, with at least one `|`, perhaps one before and
    behind, each cell blanks, perhaps `:`, one or more `-`, perhaps `:`, blanks: it is dropped if
    the line above has a `|` and no other was dropped behind the last empty line.

9.  PIPES. Each `|` is a word of its own, but not behind a backslash, and not in a line that has a
    backtick behind a backslash, nor in code: from a run of backticks to the next of the same
    length, in this line, or to the line's end if there is none.

Every rule errs on one side: where it is unclear what a reader of the rendered text sees, text
counts. A comment that is dropped can be seen by nobody, so no words can be hidden from an approval.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice


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

    A requirement ends before the line where the next one begins, or before the next heading (1 to 6
    `#`, not in FENCE) of the same or a higher level than the one it stands on; where it stands on
    none, before any heading. What stands under an id that begins twice is joined.
    """
    reduced = _reduced(text, metadata_lines)
    first = sorted({line for _, line in starts})
    until = dict(zip(first, [*first, len(reduced.lines) + 1][1:], strict=True))
    parts: dict[str, list[str]] = {}
    for name, line in starts:
        parts.setdefault(name, []).extend(reduced.section(line, until[line]))
    return {name: _signed(_joined(part)) for name, part in parts.items()}


def _signed(counted: str) -> str:
    return f"aos1:sha256:{hashlib.sha256(counted.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _joined(lines: Sequence[str]) -> str:
    return " ".join(" ".join(lines).split())


@dataclass(frozen=True, slots=True)
class _Reduced:
    """What is left of each line, and the levels of those that are headings, by index."""

    lines: list[str]
    levels: Mapping[int, int]

    def section(self, line: int, until: int) -> list[str]:
        """The lines from `line` to the one before `until` or before a heading that ends it."""
        start = max(line, 1) - 1
        own = self.levels.get(start, 6)
        ends = (at for at in range(start + 1, until - 1) if self.levels.get(at, 7) <= own)
        return self.lines[start : next(ends, until - 1)]


def _reduced(text: str, metadata_lines: Collection[int]) -> _Reduced:
    reduction = _Reduction(_normalised(text).split("\n"))
    lines = reduction.lines()
    for number in metadata_lines:
        if 0 < number <= len(lines):
            lines[number - 1] = ""
    return _Reduced(lines, reduction.levels)


# To sort the marks on one letter takes the square of their number: nobody needs more than 30.
_LONG_RUN = re.compile(r"([^\w\s\x00-\x7f]{31,})")


def _normalised(text: str) -> str:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return text
    pieces = _LONG_RUN.split(text)
    pieces[::2] = [unicodedata.normalize("NFC", piece) for piece in pieces[::2]]
    return "".join(pieces)


# Prefixes. No two parts of a pattern may match the same blank, or a hostile line takes for ever.
_MARKER = r"(?:[-*+]|[0-9]{1,9}[.)])"
_CONTAINERS = rf"[ >]*(?:{_MARKER} [ >]*)*"
_RUN = r"(?P<run>`{3,}(?=[^`]*$)|~{3,})"
_QUOTES = re.compile(r" {0,3}>(?: {0,4}>)*")
_HEADING = re.compile(r" {0,3}(#{1,6})(?: |$)")
_BLOCK = re.compile(r" {0,3}(?:#{1,6} |[-*+] +[^ ])")

_ANY_FENCE = re.compile(_CONTAINERS + _RUN)
_SURE_FENCE = re.compile(rf" *(?:(?:[-*+]|(?P<number>[0-9]{{1,9}})[.)]) {{1,4}})?{_RUN}")

_OPAQUE = "pre|script|style|textarea|title|xmp|iframe|noembed|noframes|noscript|plaintext"
_HTML = re.compile(
    rf"{_CONTAINERS}<(?:(?P<comment>!--)|(?P<opaque>[!?]|(?:{_OPAQUE})(?!\w))|/?[a-z])",
    re.IGNORECASE | re.ASCII,
)

_NOTABLE = re.compile(r"[<`\\\[\]|]")

# What a later `<!--` may stand inside of: code, a tag, a link's target or title.
_MAY_ENCLOSE = re.compile(r"[`\\<]|\][(:]")

_EMPHASIS = r"(?:\*\*|__|~~|\*|_)?"
_ID = r"(?:(?ai:(?:sub-?)?task) {1,3})?(?:[A-Za-z]{1,8}-?)?[0-9]{1,9}(?:\.[0-9]{1,9}){0,8}[.:)]?"
_MARK = r"\[(?:[xX]|[^\w\[\]]?)\ufe0f?\](?=[\s*~_`]|$)"
_BOX = re.compile(
    rf"(?P<before> *(?:(?:(?:{_MARKER}|\#{{1,6}}) +){{1,4}}{_EMPHASIS}(?:{_ID}{_EMPHASIS}:? +)?"
    rf"|{_EMPHASIS}{_ID}{_EMPHASIS}:? +)){_MARK}"
    rf"|(?P<alone> *{_EMPHASIS}){_MARK}(?= +{_EMPHASIS}{_ID})"
)

_CELL = r" *:?-+:? *"
_DELIMITER_ROW = re.compile(rf"\|?{_CELL}(?:\|{_CELL})*\|?")
_PIPE = re.compile(r"(?<!\\)\|")
_TICKS = re.compile(r"(`+)")


@dataclass(frozen=True, slots=True)
class _Fence:
    """An open fence: what closes it, and what it stands behind."""

    character: str
    length: int
    quotes: str
    column: int


class _Reduction:
    """Walks the lines of a text and takes out what does not count."""

    def __init__(self, source: Sequence[str]) -> None:
        self._source = source
        self._last_end = next(
            (at for at in range(len(source) - 1, -1, -1) if "-->" in source[at]), -1
        )
        self.levels: dict[int, int] = {}
        self._fence: _Fence | None = None
        self._doubt = False
        self._html = ""  # what ends it: "blank" for an empty line, or "-->"
        self._enclosed = False  # the block has what a later comment may stand inside of
        self._above = ""  # the line above, if it is in the same block
        self._table = False  # the block has its delimiter row

    def lines(self) -> list[str]:
        """Each line with what is left of it."""
        front = self._front_matter()
        reduced: list[str] = []
        numbered = enumerate(self._source)
        for number, line in numbered:
            if not line and self._fence is None:
                reduced.append(self._end_block())
            elif line.startswith("<!--") and (end := self._end_of_comment(number, front)):
                reduced += [""] * (end - number)
                _, last = next(islice(numbered, end - number - 1, None))
                reduced.append(self._behind_comment(last))
            else:
                expanded = line.expandtabs(4) if "\t" in line else line
                self._note_heading(number, expanded)
                reduced.append((self._front if number < front else self._line)(expanded))
        return reduced

    def _note_heading(self, number: int, line: str) -> None:
        if "#" in line and not self._fence and (found := _HEADING.match(_unquoted(line)[1])):
            self.levels[number] = len(found[1])

    def _front_matter(self) -> int:
        """How many lines of front matter there are, or of what some renderers take for it."""
        if self._source[0].rstrip() != "---":
            return 0
        ends = (at for at, line in enumerate(self._source) if at and line.rstrip() in _FRONT_ENDS)
        return next(ends, -1) + 1

    def _front(self, line: str) -> str:
        self._doubt |= bool(_ANY_FENCE.match(line) or _HTML.match(line) or "<!--" in line)
        return _unticked(line)

    def _end_of_comment(self, start: int, front: int) -> int:
        """The line that ends a comment of several lines which certainly is one, or 0."""
        outside = start >= front and not (self._fence or self._doubt or self._html)
        if not outside or "-->" in self._source[start] or start >= self._last_end:
            return 0
        for at in range(start, self._last_end + 1):
            ending = self._source[at].partition("-->")
            if "--!>" in ending[0]:
                return 0
            if ending[1]:
                return at
        return 0

    def _behind_comment(self, line: str) -> str:
        self._enclosed = True
        return self._inline(line.expandtabs(4).partition("-->")[2])

    def _line(self, line: str) -> str:
        if self._doubt:
            return _unticked(line)
        if self._fence:
            return self._inside(line, self._fence)
        if ("```" in line or "~~~" in line) and _ANY_FENCE.match(line):
            return self._open(line)
        text = _unquoted(line)[1] if ">" in line else line
        if not text.strip(" "):
            return self._end_block()
        if "<" in line:
            self._note_html(line)
            if self._doubt:
                return _unticked(line)
        if self._enclosed and not self._html and _BLOCK.match(text):
            self._enclosed = False
        text = self._inline(text)
        if self._html == "-->" and "-->" in line:
            self._html = "blank"
        return text

    def _end_block(self) -> str:
        self._above, self._table, self._enclosed = "", False, False
        if self._html == "blank":
            self._html = ""
        return ""

    def _open(self, line: str) -> str:
        quotes, text = _unquoted(line)
        found = _SURE_FENCE.match(text)
        late = found and found["number"] and int(found["number"]) != 1 and self._above
        if found is None or late or self._html:
            self._doubt = True
            return _unticked(line)
        run = found["run"]
        self._fence = _Fence(run[0], len(run), quotes, found.start("run"))
        self._enclosed, self._above = True, line
        return text

    def _inside(self, line: str, fence: _Fence) -> str:
        if fence.character not in line and not (fence.quotes or fence.column):
            return line
        text = line[len(fence.quotes) :]
        if fence.quotes:
            text = text.removeprefix(" ")
        stripped = text.strip(" ")
        indent = len(text) - len(text.lstrip(" "))
        fits = len(stripped) >= fence.length and stripped == fence.character * len(stripped)
        if not line.startswith(fence.quotes) or (stripped and 1 < fence.column > indent):
            self._doubt = True
        elif fits and indent == (fence.column if fence.column > 1 else min(indent, 3)):
            self._fence = None
        elif fits and fence.column > 1 and indent <= fence.column + 3:
            self._doubt = True
        return _unticked(line) if self._doubt else text

    def _note_html(self, line: str) -> None:
        found = _HTML.match(line)
        if found is None:
            return
        if found["comment"]:
            if "-->" not in line[found.end() - 2 :]:
                self._doubt = self._html == "blank"
                self._html = "-->"
        elif found["opaque"]:
            self._doubt = True
        else:
            self._html = self._html or "blank"

    def _inline(self, text: str) -> str:
        """What is left of a line's text: comments, boxes and tables are reduced."""
        above, self._above = self._above, text
        if not _NOTABLE.search(text):
            return text
        if "<!--" in text:
            self._above = text = self._without_comments(text)
        if not self._enclosed and _MAY_ENCLOSE.search(text):
            self._enclosed = True
        text = _unticked(text)
        if "|" not in text:
            return text
        if "|" in above and not self._table and _DELIMITER_ROW.fullmatch(text.strip(" ")):
            self._table = True
            return ""
        return _with_cells(text)

    def _without_comments(self, text: str) -> str:
        pieces = []
        at = 0
        while (start := text.find("<!--", at)) >= 0:
            end = text.find("-->", start + 4)
            between = text[at:start]
            if end < 0 or not self._is_comment(between, text[start + 4 : end], first=at == 0):
                break
            pieces.append(between)
            at = end + 3
        return "".join([*pieces, text[at:]])

    def _is_comment(self, before: str, inside: str, *, first: bool) -> bool:
        """True when what is `inside` the marks is certainly seen by nobody."""
        if self._html == "-->" or inside.startswith((">", "->")):
            return False
        if first and before in ("", " ", "  ", "   "):
            return "--!>" not in inside
        safe = not self._enclosed and "    " not in before and not _MAY_ENCLOSE.search(before)
        return safe and "--" not in inside and not inside.endswith("-")


_FRONT_ENDS = ("---", "...")


def _unquoted(line: str) -> tuple[str, str]:
    """The quote prefix of a line, and the text behind it."""
    found = _QUOTES.match(line)
    return (found[0], line[found.end() :].removeprefix(" ")) if found else ("", line)


def _unticked(text: str) -> str:
    """The text with an empty box where it has one that stands for a state."""
    if "[" in text and (found := _BOX.match(text)):
        return f"{found['before'] or found['alone'] or ''}[]{text[found.end() :]}"
    return text


def _with_cells(text: str) -> str:
    """The text with a blank before and behind each `|` outside code."""
    if "`" not in text:
        return _PIPE.sub(" | ", text)
    if "\\`" in text:
        return text
    pieces = _TICKS.split(text)
    ticks = ""
    for at, piece in enumerate(pieces):
        if at % 2:
            ticks = piece if not ticks else "" if piece == ticks else ticks
        elif not ticks:
            pieces[at] = _PIPE.sub(" | ", piece)
    return "".join(pieces)
