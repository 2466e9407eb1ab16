"""The rules of a run, by configuration and command line: their names, options and severities."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from aos_check.judging.settings import Config
from aos_check.model.addresses import suggestion
from aos_check.model.errors import CannotCheckError
from aos_check.model.finding import Severity
from aos_check.model.rule import Option, OptionValue, Rule
from aos_check.reading.layouts import Layout, Level


class Selection(NamedTuple):
    """The rules of a run.

    `asked` are the codes that the user selected explicitly: no other rule silences them.
    `left_out` are the rules that do not run, `options` the configured options by code, then by
    parameter.
    """

    rules: Sequence[Rule]
    asked: Collection[str] = ()
    left_out: Sequence[Rule] = ()
    options: Mapping[str, Mapping[str, OptionValue]] = {}


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


# Names

ALL = "ALL"
"""The word that names every rule."""


@cache
def words_for(rule: Rule) -> frozenset[str]:
    """Every word that names the rule, in lower case: prefixes of its code, and its name."""
    code = rule.code.lower()
    return frozenset({rule.name, *(code[:length] for length in range(1, len(code) + 1))})


def is_named(rule: Rule, words: Iterable[str]) -> bool:
    """Return True if one of `words` names the rule, ignoring case."""
    return any(word.upper() == ALL or word.lower() in words_for(rule) for word in words)


def find_rule(word: str, rules: Sequence[Rule], where: str = "") -> Rule:
    """Return the rule whose code or name is `word`. An error message begins with `where`.

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
    """Raise CannotCheckError for a word that names no rule; `where` is the place of the words."""
    for word in words:
        if not any(is_named(rule, [word]) for rule in rules):
            raise _unknown(word, rules, f"{where}: ")


def _unknown(word: str, rules: Sequence[Rule], where: str) -> CannotCheckError:
    known = (name for rule in rules for name in (rule.code, rule.name))
    return CannotCheckError(
        f"{where}there is no rule {word or '(an empty word)'}",
        suggestion(word, known, "see `aos-check rules`"),
    )


# Options

_KINDS = {bool: "true or false", int: "a whole number", str: "a string", tuple: "a list of strings"}
_SCHEMAS: dict[type, dict[str, Any]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    str: {"type": "string"},
    tuple: {"type": "array", "items": {"type": "string"}},
}


def options_of(rules: Sequence[Rule], config: Config) -> dict[str, dict[str, OptionValue]]:
    """Return the configured options by the rule's code, then by the parameter.

    Raises CannotCheckError for an unknown rule, an unknown option or a value of the wrong type.
    """
    found: dict[str, dict[str, OptionValue]] = {}
    for word, table in config.rules.items():
        rule = find_rule(word, rules, f"{config.at('rules', word)}: ")
        if rule.code in found:
            raise CannotCheckError(
                f"{config.at('rules', word)} is a second table for {rule.code} {rule.name}",
                "keep one of the two",
            )
        known = {option.key: option for option in rule.options}
        for key, value in table.items():
            _expect(rule, key, value, known, config.at("rules", word, key))
        found[rule.code] = {known[key].parameter: value for key, value in table.items()}
    return found


def _expect(rule: Rule, key: str, value: OptionValue, known: dict[str, Option], where: str) -> None:
    if key not in known:
        listing = (
            f"its options are {', '.join(known)}"
            if known
            else "delete it: this rule has no options"
        )
        raise CannotCheckError(
            f"{where}: {rule.code} {rule.name} has no such option",
            suggestion(key, known, listing),
        )
    kind = type(known[key].default)
    if type(value) is not kind:
        raise CannotCheckError(f"{where} must be {_KINDS[kind]}", f"correct {key}")


def schema_of_options(rules: Sequence[Rule]) -> dict[str, Any]:
    """Return the JSON Schema of the table `rules`."""
    tables = {word: _table(rule) for rule in rules for word in (rule.code, rule.name)}
    return {
        "title": "Rules",
        "description": "Options of a rule, by its code or name.",
        "type": "object",
        "properties": {word: table for word, table in tables.items() if table["properties"]},
        "additionalProperties": False,
    }


def _table(rule: Rule) -> dict[str, Any]:
    properties = {
        option.key: {
            **_SCHEMAS[type(option.default)],
            "default": option.default,
            "description": option.doc,
        }
        for option in rule.options
    }
    return {"type": "object", "properties": properties, "additionalProperties": False}


# Severities


@dataclass(frozen=True, slots=True)
class Severities:
    """Layouts override a rule's own severity, and `levels`, the user's, override both.

    `weak` are the severities of lesser forms that a setting of the rule's subject raises.
    """

    layouts: Mapping[str, Layout] = field(default_factory=dict)
    levels: Mapping[str, Level] = field(default_factory=dict)
    weak: Mapping[str, Level] = field(default_factory=dict)

    def of(self, rule: Rule, *, weak: bool, layouts: Iterable[str]) -> Severity | None:
        """The severity of one form of `rule` under `layouts`; None when it is off."""
        weak = weak and rule.weak is not None
        level: str = self.weak.get(rule.code, rule.weak) if weak and rule.weak else rule.severity
        for layout in (self.layouts[name] for name in layouts if name in self.layouts):
            changed = layout.weak if weak else layout.severity
            if rule.code in changed:
                level = changed[rule.code]
                break
        level = self.levels.get(rule.code, level)
        return None if level == "off" else Severity(level)

    def may_fail(self, rule: Rule) -> bool:
        """True if a form of the rule is an error under some layout, or under none."""
        return any(
            self.of(rule, weak=weak, layouts=names) is Severity.ERROR
            for names in ((), *((layout,) for layout in self.layouts))
            for weak in (False, True)
        )

    def off(self, rule: Rule, layouts: Iterable[str]) -> bool:
        """Return True if a form of `rule` is off under one of `layouts`, or under none."""
        return any(
            self.of(rule, weak=weak, layouts=names) is None
            for names in ((), *((layout,) for layout in layouts))
            for weak in (False, True)
        )


def severities_of(rules: Sequence[Rule], layouts: Iterable[Layout], config: Config) -> Severities:
    """Return the severities in force. Of the configured words for a rule, the longest wins."""
    severity = config.severity
    expect_rules(severity, rules, config.at("severity"))
    ordered = sorted(severity, key=lambda word: (word != ALL, len(word)))
    levels = {
        rule.code: severity[word] for word in ordered for rule in rules if is_named(rule, [word])
    }
    weak: dict[str, Level] = {"GIT009": "warning"} if config.commits.maintenance == "warn" else {}
    return Severities({layout.name: layout for layout in layouts}, levels, weak)
