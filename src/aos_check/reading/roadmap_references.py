"""Finds the specs to which a roadmap item refers as its own.

A mention is no such reference: "builds on spec 008", "(specs 004 and 005 are separate)".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from aos_check.model.addresses import without_zeros
from aos_check.reading.expressions import expression

_LONGEST = 2_000  # characters of a line
_NEAR = 300  # characters around a reference
_LINK = expression(r"\[([^\[\]]{0,200})\]\(([^()\s]{0,500})(?:\s[^()]{0,200})?\)")
_AND = r"(?:\s?,\s?and\s|\s?,\s?|\sand\s|\s?&\s?)"
_NUMBER = rf"\#?\d{{1,6}}(?:{_AND}\#?\d{{1,6}})*(?![\w/]|[.-]\w)"
_REFERENCE = expression(
    rf"\b(?P<word>spec|issue)(?:ification)?s?[\s:*-]{{0,4}}(?P<numbers>{_NUMBER})"
    r"|(?P<code>`)?(?P<name>[\w.@#~-]+(?:/[\w.@#~-]+)*)(?P<slash>/)?",
    re.IGNORECASE,
)
# The title ends at the first colon or boundary; later text is divided by the other boundaries.
_TITLE_END = expression(r":(?=[\s*]|$)")
_BOUNDARY = expression(r"[()\[\]{};—–→]|(?<=\s)-\s|[.!?](?:\s|$)")
# A link to the item's own documents, wherever it is in the line.
_OWN_LINK = expression(
    r"(?:\blinks?:[\s*_]{0,4}\[[^\[\]]{0,200}\]|(?:^|\|)\s{0,4}\[(?:spec|plan|tasks|track)\])"
    r"\(([^()\s]{0,500})\)",
    re.IGNORECASE,
)
# After the title, only these words and other references may surround a reference.
_LABELS = frozenset(
    {
        "see", "spec", "specs", "specification", "issue", "issues", "link", "links", "detail",
        "details", "design", "doc", "docs", "document", "plan", "tasks", "requirements", "folder",
        "path", "ref", "reference", "references", "tracked", "covered", "in", "by", "for", "under",
        "at", "with", "here", "more", "the", "and", "plus",
        "xs", "s", "m", "l", "xl",
    }
)  # fmt: skip
_FINISHED = expression(
    r"\b(?:implemented|done|delivered|shipped|specified|planned|built|completed|closed|finished)\s"
    r"(?=(?:in|by|with|under)\b)",
    re.IGNORECASE,
)
# A reference next to these words is a mention.
_MENTION = expression(
    r"\b(?:(?:build|built|based|relies|rely)\w*\s(?:up)?on|on top of|depend\w*|requir\w*|need\w*"
    r"|(?:un)?block\w*|after|before|follow\w*|extend\w*|extension|replac\w*|supersed\w*|precondit\w*"
    r"|prerequisit\w*|(?:un)?like|similar\w*|compar\w*|cf|also|relat\w+|remain\w*|rest|left\w*"
    r"|notes?|remark\w*|separate\w*|sibling\w*|others?|not|without|except\w*|exclud\w*|out of scope"
    r"|instead|split|deferred|postponed|moved|continu\w*|successor|predecessor|reus\w*|us(?:es?|ing)"
    r"|via|once|when|until|unless|pending|wait\w*|from|of|since|than|beyond|outside|as in"
    r"|refactor\w*|revisit\w*|migrat\w*|prepar\w*|enabl\w*|part|baut auf|nach|vor|benötigt|depende"
    r"|basad[oa]|requiere|después|dépend|basée?|après)\b|依赖|基于|之后",
    re.IGNORECASE,
)
_LEFTOVER = expression(
    r"[\s*`_]*(?:follow-?ups?|left-?overs?|remain\w*|rest|clean-?up|hardening|polish|(?:phase|part|round)"
    r"\s?\d)", re.IGNORECASE
)  # fmt: skip


class References(NamedTuple):
    """The ids and the numbers (with the word before them) that an item states as its own."""

    ids: frozenset[str]
    numbers: frozenset[tuple[str, str]]


@lru_cache(maxsize=4_000)
def references(text: str) -> References:
    """The references of an item; the first line of the text is its own, the others are remarks."""
    ids: set[str] = set()
    numbers: set[tuple[str, str]] = set()
    for index, line in enumerate(text.split("\n")):
        for link in _OWN_LINK.finditer(line[:_LONGEST]):
            ids.update(part.removesuffix(".md") for part in link[1].split("/"))
        plain = _LINK.sub(r"\1 \2 ", line[:_LONGEST])
        segments = _Segments(plain, remark=index > 0)
        for found in _REFERENCE.finditer(plain):
            named = set() if found["numbers"] else set(_ids(found))
            if (found["numbers"] or named) and segments.own(found.start(), found.end()):
                ids |= named
                every = re.findall(r"\d+", found["numbers"] or "")
                numbers |= {(found["word"].lower(), without_zeros(number)) for number in every}
    return References(frozenset(ids), frozenset(numbers))


def _ids(found: re.Match[str]) -> Iterator[str]:
    """The folders and the file of a path. A single word counts if it has a digit or is code."""
    parts = found["name"].split("/")
    if len(parts) > 1 or found["slash"] or found["code"] or re.search(r"\d", found["name"]):
        for part in parts:
            yield part.lstrip("@").rstrip(".").removesuffix(".md")


class _Segments:
    """A line of a roadmap item, divided at dashes, brackets and the ends of sentences."""

    def __init__(self, line: str, *, remark: bool) -> None:
        self._line = line
        self._remark = remark
        bounds = [found.end() for found in _BOUNDARY.finditer(line)]
        colon = None if remark else _TITLE_END.search(line, 0, bounds[0] if bounds else len(line))
        self._starts = [0, *([colon.end()] if colon else []), *bounds]

    def own(self, start: int, end: int) -> bool:
        """True if the reference at this place is the item's own, and no mention."""
        index = bisect_right(self._starts, start) - 1
        before = self._line[max(self._starts[index], start - _NEAR) : start]
        after = self._line[end : min(self._end(index), end + _NEAR)]
        if self._remark:
            earlier = self._line[max(0, self._starts[index] - _NEAR) : self._starts[index]]
            return _is_label(f"{earlier} {before} {after}")
        if index == 0:
            return not (_MENTION.search(before) or _LEFTOVER.match(after))
        last = self._line[max(self._starts[index - 1], start - _NEAR) : self._starts[index]]
        if _MENTION.search(f"{before} {after}") or (index > 1 and _MENTION.search(last)):
            return False
        # Prose may be before or after a comma: "…, see specs/001-login/".
        return _is_label(before.rpartition(",")[2]) and _is_label(after.partition(",")[0])

    def _end(self, index: int) -> int:
        return self._starts[index + 1] if index + 1 < len(self._starts) else len(self._line)


def _is_label(text: str) -> bool:
    """True if the text has only labels, references and punctuation."""
    words = (word.strip(_PUNCTUATION) for word in _FINISHED.sub("", text).lower().split())
    return all(
        not word or word in _LABELS or "/" in word or _HAS_DIGIT.search(word) for word in words
    )


_PUNCTUATION = "*_`~.,:;!?()[]{}<>&|@→–—-"
_HAS_DIGIT = expression(r"\d")
