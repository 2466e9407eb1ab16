"""Looks for words in what can be found, and ranks it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log
from typing import NamedTuple

from aos_check.judging.find.findable import Findable
from aos_check.model.finding import Place

MOST_TEXT = 20_000
"""The characters of one text that are searched."""

_MOST_TERMS = 12
_HEAD_WEIGHT = 3.0
_KIND_WEIGHT = {"task": 0.6}  # there are many, and requirements and decisions say why
_WORD = re.compile(r"[^\W_]+")
_STOP = frozenset(
    """
    a about all an and any are as at be by can do does for from has have how i if in into is it its
    me must my no not of on or our should so that the their there this to use used we what when
    where which who why will with you
    """.split()  # noqa: SIM905 - shorter
)


class Hit(NamedTuple):
    """An entry, and how often it has each term in its head and in its text."""

    entry: Findable
    head: Counter[int]
    text: Counter[int]

    @property
    def terms(self) -> set[int]:
        """The numbers of the terms that it has."""
        return {*self.head, *self.text}


def terms_of(words: str) -> list[str]:
    """The words to look for, in lower case, without those that every text has."""
    found = list(dict.fromkeys(_WORD.findall(words.lower()[:1000])))
    return ([word for word in found if word not in _STOP] or found)[:_MOST_TERMS]


_ENDINGS = re.compile(r"(?:ies|ing|ions?|ed|es|s|e|y)$")
_LEAST_STEM = 4


def _pattern(term: str) -> str:
    """A pattern for the word with other endings. A short word must be the whole word.

    A word may end before a capital, as the first one of `urlName` does.
    """
    stem = _ENDINGS.sub("", term)
    if len(stem) < _LEAST_STEM or not term.isalpha():
        return rf"(?i:{re.escape(term)})(?![a-z0-9])"
    ending = "[a-z]{0,5}(?![a-z0-9])" if term.isascii() else ""
    return rf"(?i:{re.escape(stem)}){ending}"


class WordSearch:
    """Looks for some terms in texts."""

    def __init__(self, terms: Sequence[str]) -> None:
        self._count = len(terms)
        choices = "|".join(f"({_pattern(term)})" for term in terms)
        self._pattern = re.compile(rf"(?<![A-Za-z0-9])(?:{choices})")
        self._entries: Counter[int] = Counter()
        self._all = 0
        self._size = 0

    def hit(self, entry: Findable) -> Hit | None:
        """The entry with the numbers of its terms; None if it has none."""
        self._all += 1
        head = self._counted(entry.head)
        text = self._counted(f"{entry.about} {entry.text}")
        self._size += len(entry.text)
        hit = Hit(entry, head, text)
        self._entries.update(hit.terms)
        return hit if hit.terms else None

    def _counted(self, text: str) -> Counter[int]:
        found = self._pattern.finditer(text[:MOST_TEXT])
        return Counter(match.lastindex or 0 for match in found)

    def ranked(self, hits: Iterable[Hit]) -> list[Hit]:
        """The hits, best first."""
        mean = self._size / max(self._all, 1) or 1
        return sorted(hits, key=lambda hit: self._key(hit, mean))

    def _key(self, hit: Hit, mean: float) -> tuple[bool, bool, float, Place, str]:
        entry = hit.entry
        longer = 0.5 + 0.5 * min(len(entry.text), MOST_TEXT) / mean
        score = 0.0
        for term in hit.terms:
            rarity = log(1 + self._all / self._entries[term])
            often = hit.text[term]
            in_text = often / (often + longer)
            score += rarity * (_HEAD_WEIGHT * (hit.head[term] > 0) + in_text)
        score *= _KIND_WEIGHT.get(entry.kind, 1.0)
        share = len(hit.terms) / self._count
        return not entry.holds, share < 1, -round(score * share, 6), entry.at, entry.title

    def first(self, text: str) -> int:
        """The position of the first term in the text, or 0."""
        found = self._pattern.search(text)
        return found.start() if found else 0
