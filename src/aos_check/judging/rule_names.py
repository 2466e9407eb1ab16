"""The words that name a rule: its code, a prefix of the code, its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from aos_check.model.errors import CannotCheckError
from aos_check.model.rule import Rule

ALL = "ALL"
"""The word that names every rule."""


@cache
def words_for(rule: Rule) -> frozenset[str]:
    """Every word that names the rule, in lower case."""
    code = rule.code.lower()
    return frozenset({rule.name, *(code[:length] for length in range(1, len(code) + 1))})


def is_named(rule: Rule, words: Iterable[str]) -> bool:
    """Return True if one of `words` names the rule, in whatever case."""
    return any(word.upper() == ALL or word.lower() in words_for(rule) for word in words)


def find_rule(word: str, rules: Sequence[Rule], where: str = "") -> Rule:
    """Return the rule whose code or name is `word`. `where` is how an error begins.

    Raises CannotCheckError if no rule has it, or if it is a prefix of several codes.
    """
    for rule in rules:
        if word.upper() == rule.code or word.lower() == rule.name:
            return rule
    meant = [rule.code for rule in rules if word and rule.code.startswith(word.upper())]
    if meant:
        raise CannotCheckError(
            f"{where}{word} is more than one rule", f"name one of {', '.join(meant)}"
        )
    raise _unknown(word, rules, where)


def expect_rules(words: Iterable[str], rules: Sequence[Rule], where: str) -> None:
    """Raise CannotCheckError for a word that names no rule; `where` says who wrote it."""
    for word in words:
        if not any(is_named(rule, [word]) for rule in rules):
            raise _unknown(word, rules, f"{where}: ")


def _unknown(word: str, rules: Sequence[Rule], where: str) -> CannotCheckError:
    from difflib import get_close_matches

    codes = [rule.code for rule in rules]
    names = [rule.name for rule in rules]
    nearest = get_close_matches(word.upper(), codes, 2) + get_close_matches(word.lower(), names, 2)
    remedy = f"the nearest are {', '.join(nearest)}; " if nearest else ""
    return CannotCheckError(
        f"{where}there is no rule {word or '(an empty word)'}", f"{remedy}see `aos-check rules`"
    )
