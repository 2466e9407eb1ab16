"""Options of programs: which words are options, which their values, and which are left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple


class Options(NamedTuple):
    """The options of a program that take a value."""

    letters: str
    """Letters whose value is the rest of the word, or else the next word."""
    attached: str
    """Letters whose value, if any, is the rest of the word."""
    words: str
    """Long options whose value may be the next word."""

    def given(self, arguments: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Each option that is given, and the word it stands in."""
        valued = self.words.split()
        rest = iter(arguments)
        for word in rest:
            if word == "--":
                return
            if word.startswith("--"):
                yield word, word
                if any(each.startswith(word) for each in valued) and len(word) > len("--xx"):
                    next(rest, None)
            elif word.startswith("-"):
                for option, takes_next in self._letters(word):
                    yield option, word
                    if takes_next:
                        next(rest, None)

    def _letters(self, word: str) -> Iterator[tuple[str, bool]]:
        for at, letter in enumerate(word[1:], 2):
            yield f"-{letter}", letter in self.letters and at == len(word)
            if letter in self.letters + self.attached:
                return


def operands(arguments: Sequence[str], valued: str = "") -> list[str]:
    """The words that are neither options nor values of the `valued` ones."""
    taking = set(valued.split())
    found: list[str] = []
    rest = iter(arguments)
    for word in rest:
        if word == "--":
            return found + list(rest)
        if word.startswith("-") and len(word) > 1:
            if word in taking:
                next(rest, None)
        else:
            found.append(word)
    return found


def values(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each word as an option, with the value that it may have."""
    for word, after in pairwise((*words, "")):
        option, equals, value = word.partition("=")
        yield option, value if equals else after
