"""The words that two texts have in common, to find what bears on a task that names nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeVar

from aos_check.model.task_pairs import words_in
from aos_check.reading.expressions import expression

Item = TypeVar("Item")

_STEM = 6
"""The letters of a word that are compared: `approve` and `approval` are alike."""

_SHORTEST = 4
_ENDING = expression(r"(?<=\w{4})(?:ing|ed|es|s)$")
_MIN_SHARED = 2
_COMMON_WORDS = """
    about above action added adding after again allow already also always application based been
    before being below between both button call change changes check class code component config
    context could create created data decision default defined design different document does
    each either ensure error every example existing expected fail feature file files first
    following from function given have implement implementation include into item list make
    method more most must name need needs never none only option other output over page part
    pass path phase plan project provide read remove require requirement requirements return
    running same section setup should show since some spec specific state status step still such
    support sure system task tasks test tests text than that their them then there these they
    this those through type under unit update used user users using validate value verify want
    were what when where which while will with within without work would write your
"""
_COMMON = frozenset(_COMMON_WORDS.split())
"""Words of any specification, which say nothing about its subject."""


def stems(text: str) -> frozenset[str]:
    """The beginnings of the words in a text, without the common ones.

    Of a script without spaces, these are pairs of its characters.
    """
    words = words_in(text)
    pairs = (a + b for a, b in pairwise(words) if len(a) == len(b) == 1 and not a.isascii())
    long = (word for word in words if len(word) >= _SHORTEST and not word.isdecimal())
    kept = (_ENDING.sub("", word)[:_STEM] for word in long if word not in _COMMON)
    return frozenset([*kept, *pairs])


def most_alike(
    wanted: frozenset[str], items: Sequence[Item], text: Callable[[Item], str], most: int
) -> list[Item]:
    """The items that share the most words with the `wanted` ones, the best first.

    A word counts less the more items have it, and not at all if more than half of them do.
    """
    found = [stems(text(item)) & wanted for item in items]
    times = Counter(word for words in found for word in words)
    rare = [{word for word in words if 2 * times[word] <= len(items) + 1} for words in found]
    rated = [
        (-sum(1 / times[word] for word in words), index)
        for index, words in enumerate(rare)
        if len(words) >= _MIN_SHARED
    ]
    return [items[index] for _, index in sorted(rated)[:most]]
