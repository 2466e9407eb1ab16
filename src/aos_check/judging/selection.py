"""The rules of a run, with their options and severities: configuration and command line."""

from __future__ import annotations

from collections.abc import Sequence

from aos_check.judging.config import Config
from aos_check.judging.options import options_of
from aos_check.judging.rule_names import ALL, expect_rules, is_named
from aos_check.judging.subject import Selection
from aos_check.model.errors import CannotCheckError
from aos_check.model.rule import Rule
from aos_check.reading.layouts import Level


def choose(
    rules: Sequence[Rule], config: Config, *, select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> Selection:
    """Choose the rules to run. `select` replaces the configured list, `ignore` adds to it.

    A rule that `select` names by its code or name runs even if the configuration ignores it.
    """
    for words, where in (
        (config.select, config.at("select")),
        (config.ignore, config.at("ignore")),
        (select, "--select"),
        (ignore, "--ignore"),
    ):
        expect_rules(words, rules, where)
    whole = {form for word in select for form in (word.upper(), word.lower())}
    asked = {rule.code for rule in rules if {rule.code, rule.name} & whole}
    chosen = [
        rule
        for rule in rules
        if is_named(rule, select or config.select)
        and not is_named(rule, ignore)
        and (rule.code in asked or not is_named(rule, config.ignore))
    ]
    if not chosen:
        raise CannotCheckError("no rule is left to run", "select more rules, or ignore fewer")
    left_out = [rule for rule in rules if rule not in chosen]
    return Selection(tuple(chosen), frozenset(asked), tuple(left_out), options_of(rules, config))


def levels(rules: Sequence[Rule], config: Config) -> dict[str, Level]:
    """Return the configured severity of each rule by its code. The longest word that fits wins."""
    severity = config.severity
    expect_rules(severity, rules, config.at("severity"))
    ordered = sorted(severity, key=lambda word: (word != ALL, len(word)))
    return {
        rule.code: severity[word] for word in ordered for rule in rules if is_named(rule, [word])
    }
