"""The options of rules: the configured ones, checked against those that the rules declare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aos_check.judging.config import Config
from aos_check.judging.rule_names import find_rule
from aos_check.model.errors import CannotCheckError
from aos_check.model.rule import Option, OptionValue, Rule

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
        from difflib import get_close_matches

        near = get_close_matches(key, known, 1, 0) if known else []
        raise CannotCheckError(
            f"{where}: {rule.code} {rule.name} has no such option",
            f"the nearest is {near[0]}" if near else "delete it: this rule has no options",
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
