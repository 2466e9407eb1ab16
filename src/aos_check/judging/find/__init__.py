"""Finds requirements, decisions, standards, specs and tasks by words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from aos_check.judging.check_input import CheckInput
from aos_check.judging.find.findable import Findable, findable
from aos_check.judging.find.word_search import MOST_TEXT, Hit, WordSearch, terms_of
from aos_check.model.finding import Place

_MOST_OF_UNIT = 3
_EXCERPT = 160


class Match(NamedTuple):
    """Something that was found, with a short excerpt of its text.

    `kind` is requirement, decision, standard, spec or task.
    """

    kind: str
    title: str
    text: str
    at: Place


def find(opened: CheckInput, words: str, most: int = 20) -> list[Match]:
    """What fits the words best, in a stable order.

    What has all words comes before what has some. Rare words count more than frequent ones, and
    words in a title more than words in a text. Decisions that are not in force come last.
    """
    terms = terms_of(words)
    if not terms:
        return []
    search = WordSearch(terms)
    hits = [hit for entry in findable(opened) if (hit := search.hit(entry))]
    hits = _a_few_of_each(search.ranked(hits))
    return [_match(hit.entry, search) for hit in hits[:most]]


def _a_few_of_each(hits: Iterable[Hit]) -> list[Hit]:
    """The best hits of each unit, so that one spec or standard does not crowd out the others."""
    shown: Counter[str] = Counter()
    found = []
    for hit in hits:
        shown[hit.entry.unit] += 1
        if not hit.entry.unit or shown[hit.entry.unit] <= _MOST_OF_UNIT:
            found.append(hit)
    return found


def _match(entry: Findable, search: WordSearch) -> Match:
    if entry.essence:
        return Match(entry.kind, entry.title, entry.essence, entry.at)
    text = " ".join(entry.text[:MOST_TEXT].split())
    start = max(search.first(text) - _EXCERPT // 3, 0)
    start = text.find(" ", start, start + 20) + 1 if start else 0
    excerpt = text[start:]
    if len(excerpt) > _EXCERPT:
        end = excerpt.rfind(" ", _EXCERPT // 2, _EXCERPT)
        excerpt = f"{excerpt[: end if end > 0 else _EXCERPT]}…"
    return Match(entry.kind, entry.title, f"{'…' if start else ''}{excerpt}", entry.at)
