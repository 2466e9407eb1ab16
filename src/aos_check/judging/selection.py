"""Which rules run and what they weigh: the configuration and the options, brought together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aos_check.judging.checking import Selection
from aos_check.judging.config import Config
from aos_check.judging.suppression import is_named
from aos_check.model.errors import CannotCheckError
from aos_check.model.rule import Rule
from aos_check.reading.layouts import Level

ALL = "ALL"


def choose(
    rules: Sequence[Rule], config: Config, *, select: Sequence[str], ignore: Sequence[str]
) -> Selection:
    """The rules to run. `select` takes the place of the configuration's, `ignore` adds to it.

    What `select` asks for by its code or name runs even if the configuration ignores it.
    """
    for words, where in (
        (config.select, config.at("select")),
        (config.ignore, config.at("ignore")),
        (select, "--select"),
        (ignore, "--ignore"),
    ):
        _expect(words, rules, where)
    asked = {rule.code for rule in rules if {rule.code, rule.name} & set(_cleaned(select))}
    chosen = [
        rule
        for rule in rules
        if _any_names(rule, select or config.select)
        and not _any_names(rule, ignore)
        and (rule.code in asked or not _any_names(rule, config.ignore))
    ]
    if not chosen:
        raise CannotCheckError("no rule is left to run", "select more rules, or ignore fewer")
    left_out = [rule for rule in rules if rule not in chosen]
    return Selection(tuple(chosen), asked=frozenset(asked), left_out=tuple(left_out))


def levels(rules: Iterable[Rule], config: Config) -> dict[str, Level]:
    """The configured severity of each rule by its code; the longest word that names it counts."""
    rules = list(rules)
    severity = config.severity
    _expect(tuple(severity), rules, config.at("severity"))
    ordered = sorted(severity, key=lambda word: (word != ALL, len(word)))
    return {
        rule.code: severity[word] for word in ordered for rule in rules if _any_names(rule, [word])
    }


def find_rule(word: str, rules: Sequence[Rule]) -> Rule:
    """The rule whose code or name is `word`."""
    for rule in rules:
        if word.upper() == rule.code or word.lower() == rule.name:
            return rule
    meant = [rule.code for rule in rules if word and rule.code.startswith(word.upper())]
    if meant:
        raise CannotCheckError(f"{word} is more than one rule", f"name one of {', '.join(meant)}")
    raise _unknown(word, rules, "")


def _any_names(rule: Rule, words: Iterable[str]) -> bool:
    return any(word.upper() == ALL or is_named(rule, word) for word in words)


def _cleaned(words: Iterable[str]) -> list[str]:
    return [form for word in words for form in (word.upper(), word.lower())]


def _expect(words: Sequence[str], rules: Sequence[Rule], where: str) -> None:
    for word in words:
        if not any(_any_names(rule, [word]) for rule in rules):
            raise _unknown(word, rules, f"{where}: ")


def _unknown(word: str, rules: Sequence[Rule], where: str) -> CannotCheckError:
    codes = [rule.code for rule in rules]
    names = [rule.name for rule in rules]
    from difflib import get_close_matches

    nearest = get_close_matches(word.upper(), codes, 2, 0.6) + get_close_matches(
        word.lower(), names, 2, 0.6
    )
    remedy = f"the nearest are {', '.join(nearest)}; " if nearest else ""
    return CannotCheckError(
        f"{where}there is no rule {word or '(an empty word)'}", f"{remedy}see `aos-check rules`"
    )
