"""Splitting the arguments of a program into options, their values and operands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple


class Options(NamedTuple):
    """The options of a program that take a value."""

    letters: str
    """The letters whose value is the rest of the word or, if nothing is left, the next word."""
    attached: str
    """The letters whose value, if any, is the rest of the word."""
    words: str
    """The long options whose value may be the next word."""

    def given(self, arguments: Sequence[str]) -> Iterator[tuple[str, str, str]]:
        """Each option in the arguments, with the word that contains it, and its value."""
        valued = self.words.split()
        rest = iter(arguments)
        for word in rest:
            if word == "--":
                return
            if word.startswith("--"):
                option, _, value = word.partition("=")
                if any(each.startswith(word) for each in valued) and len(word) > len("--xx"):
                    value = next(rest, "")
                yield option, word, value
            elif word.startswith("-"):
                for option, value, takes_next in self._letters(word):
                    yield option, word, next(rest, "") if takes_next else value

    def _letters(self, word: str) -> Iterator[tuple[str, str, bool]]:
        for at, letter in enumerate(word[1:], 2):
            valued = letter in self.letters + self.attached
            value = word[at:] if valued else ""
            yield f"-{letter}", value, letter in self.letters and at == len(word)
            if valued:
                return


def operands(arguments: Sequence[str], valued: str = "") -> list[str]:
    """The words that are neither options nor values of the `valued` options."""
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
    """Each word as a possible option, with its possible value."""
    for word, after in pairwise((*words, "")):
        option, equals, value = word.partition("=")
        yield option, value if equals else after
