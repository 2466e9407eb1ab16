"""Globs over paths, such as `docs/**` and `*.md`. No pattern takes long to match.

Two dialects share one translator. In both, `*` and `?` stay within a segment of the path, `**` as a
whole segment means any number of segments, a leading `/` anchors at the root, a trailing `/` means
everything in that folder, and a backslash escapes the next character. Both are case-sensitive.

A CONFIGURATION glob without `/` matches the file's name at any depth (`*.md`, `Cargo.lock`); with
one it is anchored. `[abc]`, `[a-z]` and `[!a]` are classes.

A CODE OWNERS pattern is anchored if it has a `/` before its last character. It also matches
everything below a matching folder, unless its last segment is `*`. It has no classes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

from aos_check.model.errors import CannotCheckError

MAX_LENGTH = 1000
"""A pattern longer than this is refused."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """A set of configuration globs. Raises CannotCheckError for one that is too long."""

    patterns: tuple[str, ...]

    def __post_init__(self) -> None:
        for pattern in self.patterns:
            if len(pattern) > MAX_LENGTH:
                raise CannotCheckError(
                    f"the pattern {pattern[:40]!r}… has {len(pattern):,} characters",
                    f"shorten it to at most {MAX_LENGTH:,} characters",
                )

    def match(self, path: str) -> bool:
        """True when any of them matches the path."""
        return _configured(self.patterns).match(path) is not None

    @property
    def expression(self) -> str:
        """The regular expression for all of them, for `re.DOTALL`."""
        return _configured(self.patterns).pattern


@lru_cache(maxsize=256)
def _configured(patterns: tuple[str, ...]) -> re.Pattern[str]:
    names = count()
    each = [
        _whole(_segments(pattern, anchored="/" in pattern), "", names)
        for pattern in patterns
        if pattern
    ]
    return re.compile("|".join(each) or "(?!)", re.DOTALL)


@lru_cache(maxsize=4096)
def owner_pattern(pattern: str) -> re.Pattern[str]:
    """A code owners pattern as a regular expression that matches from the start of a path."""
    segments = _segments(pattern.replace("[", r"\["), anchored="/" in pattern[:-1])
    below = "" if segments[-1] == "*" else "(?:/.+)?"
    return re.compile(_whole(segments, below, count()), re.DOTALL)


def _segments(pattern: str, *, anchored: bool) -> list[str]:
    segments = pattern.removeprefix("/").split("/")
    if not segments[-1]:
        segments[-1] = "**"
    return segments if anchored else ["**", *segments]


# The text between two `**`, or between two `*` of a segment, is matched at its first place from the
# left. If the rest does not match after that, it matches after no later place either: there is no
# need to backtrack. Before Python 3.11, this takes a lookahead and a reference to its group.


def _atomic(pattern: str, names: Iterator[int]) -> str:
    name = f"s{next(names)}"
    return f"(?=(?P<{name}>{pattern}))(?P={name})"


def _whole(segments: Sequence[str], below: str, names: Iterator[int]) -> str:
    """The regular expression for whole paths; `below` may follow the last segment."""
    *runs, last = _runs(segments)
    found = ""
    for at, run in enumerate(runs):
        text = "".join(f"{_segment(segment, names)}/" for segment in run)
        found += _atomic(f"(?:.*?/)??{text}", names) if at and run else text
    if runs and not last:
        return rf"{found}.+\Z"
    ending = "/".join(_segment(segment, names) for segment in last)
    return rf"{found}{'(?:.*/)?' if runs else ''}{ending}{below}\Z"


def _runs(segments: Sequence[str]) -> list[list[str]]:
    """The segments between one `**` and the next."""
    runs: list[list[str]] = [[]]
    for segment in segments:
        if segment == "**":
            runs.append([])
        else:
            runs[-1].append(segment)
    return runs


def _segment(segment: str, names: Iterator[int]) -> str:
    first, *others = _between_stars(segment)
    if not others:
        return first
    *middle, last = others
    if not (first or last or any(middle)):
        return "[^/]+"
    found = "".join(_atomic(f"[^/]*?{piece}", names) for piece in middle if piece)
    return f"{first}{found}[^/]*{last}"


_TOKEN = re.compile(
    r"\\(?P<plain>.)|(?P<star>\*)|(?P<any>\?)|\[(?P<set>(?:[!^]|(?![!^])).[^]]*)\]", re.DOTALL
)


def _between_stars(segment: str) -> list[str]:
    """Regular expressions for the pieces of a segment that `*` separates."""
    pieces = [""]
    at = 0
    while at < len(segment):
        token = _TOKEN.match(segment, at)
        if token is None:
            pieces[-1] += re.escape(segment[at])
        elif token["star"]:
            pieces.append("")
        elif token["any"]:
            pieces[-1] += "[^/]"
        else:
            pieces[-1] += _set(token["set"]) if token["set"] else re.escape(token["plain"])
        at = token.end() if token else at + 1
    return pieces


_RANGE = re.compile(r"(.)-(.)|(.)", re.DOTALL)


def _set(content: str) -> str:
    """A character class, without `/`; a range that ends before it begins is empty."""
    negated = content[0] in "!^"
    ranges = (
        (found[1] or found[3], found[2] or found[3]) for found in _RANGE.finditer(content[negated:])
    )
    items = "".join(f"{re.escape(lo)}-{re.escape(hi)}" for lo, hi in ranges if lo <= hi)
    if not items:
        return "[^/]" if negated else "(?!)"
    return f"(?!/)[{'^' if negated else ''}{items}]"
