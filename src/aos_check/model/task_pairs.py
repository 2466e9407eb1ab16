"""Finds the tasks of an earlier list in a later one, by their titles."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from aos_check.model.task import Task

# Scripts without spaces between words: each of their characters is a word here.
_IDEOGRAPH = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
_WORD = re.compile(rf"{_IDEOGRAPH}|(?:(?!{_IDEOGRAPH})[^\W_])+")
_MAX_TITLE = 400  # characters of a title that are compared
_MIN_ALIKE = 0.6  # of two titles with one id
_MIN_ALIKE_ELSEWHERE = 0.8  # of two titles with different ids
_MIN_WORDS = 3
_MAX_COMPARED = 5_000  # titles with different ids; longer lists are compared by equal titles


class _Title(NamedTuple):
    """The words of a title, its numbers, and its pairs of adjacent characters."""

    words: frozenset[str]
    numbers: tuple[str, ...]
    traits: frozenset[str]


@lru_cache(maxsize=20_000)
def same_words(title: str) -> tuple[str, ...]:
    """The title's words in one case, without punctuation; equal titles have equal words."""
    return tuple(words_in(title)) or (title,)


def words_in(text: str) -> list[str]:
    """The words of a text in one case, in order."""
    return _WORD.findall(text.casefold())


def are_alike(some: str, other: str, at_least: float = _MIN_ALIKE) -> bool:
    """True if one title is the other with some words edited, or with words added."""
    one, two = _title(some[:_MAX_TITLE]), _title(other[:_MAX_TITLE])
    if one.words <= two.words or two.words <= one.words:
        return True
    shared = len(one.traits & two.traits)
    return shared > 0 and 2 * shared >= at_least * (len(one.traits) + len(two.traits))


@lru_cache(maxsize=2_000)
def _title(text: str) -> _Title:
    words = same_words(text)
    numbers = tuple(filter(str.isdecimal, words))
    return _Title(frozenset(words), numbers, frozenset(map("".join, pairwise(" ".join(words)))))


def pair_tasks(earlier: Sequence[Task], later: Sequence[Task]) -> list[tuple[Task, Task | None]]:
    """Each earlier task with its later version; None if the later list lacks it.

    Titles count more than ids, because lists are renumbered and rewritten: an id with another
    title is another task.
    """
    pairing = _Pairing(earlier, later)
    pairing.pair(lambda task, above: (above, same_words(task.title), task.id))
    pairing.pair(lambda task, above: (above, same_words(task.title)))
    pairing.pair(lambda task, _: (same_words(task.title), task.id))
    pairing.pair(lambda task, _: same_words(task.title))
    pairing.pair(lambda task, _: task.id, are_alike)
    if len(pairing.lost) * len(pairing.new) <= _MAX_COMPARED:
        pairing.pair_alike()
    return [(task, pairing.found.get(id(task))) for task in earlier]


class _Pairing:
    """The pairs found so far, and the tasks that are in none."""

    def __init__(self, earlier: Sequence[Task], later: Sequence[Task]) -> None:
        self.lost, self.new = list(earlier), list(later)
        self.found: dict[int, Task] = {}
        self._above = {**_titles_above(earlier), **_titles_above(later)}

    def pair(
        self,
        key: Callable[[Task, str], Hashable],
        fits: Callable[[str, str], bool] = lambda *_: True,
    ) -> None:
        """Pair the tasks with equal keys, in order, whose titles fit."""
        waiting: dict[Hashable, deque[Task]] = {}
        for task in self.new:
            waiting.setdefault(key(task, self._above[id(task)]), deque()).append(task)
        for task in self.lost:
            same = waiting.get(key(task, self._above[id(task)]))
            if same and fits(task.title, same[0].title):
                self.found[id(task)] = same.popleft()
        self._drop_paired()

    def pair_alike(self) -> None:
        """Pair the tasks that were moved and reworded."""
        taken: set[int] = set()
        for task in self.lost:
            for other in self.new:
                if id(other) not in taken and _is_reworded(task.title, other.title):
                    taken.add(id(other))
                    self.found[id(task)] = other
                    break

    def _drop_paired(self) -> None:
        taken = {id(task) for task in self.found.values()}
        self.lost = [task for task in self.lost if id(task) not in self.found]
        self.new = [task for task in self.new if id(task) not in taken]


def _is_reworded(some: str, other: str) -> bool:
    """True for alike titles, unless a number makes the difference, as in "Part 1" and "Part 2"."""
    one, two = _title(some[:_MAX_TITLE]), _title(other[:_MAX_TITLE])
    long_enough = min(len(one.words), len(two.words)) >= _MIN_WORDS
    same_numbers = one.numbers == two.numbers
    return long_enough and same_numbers and are_alike(some, other, _MIN_ALIKE_ELSEWHERE)


def _titles_above(tasks: Iterable[Task]) -> dict[int, str]:
    """The title of each task's parent, else of its group, by the identity of the task."""
    found: dict[int, str] = {}
    for task in tasks:
        found.setdefault(id(task), task.group)
        found.update((id(below), task.title) for below in task.subtasks)
    return found
