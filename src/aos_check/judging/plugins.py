"""Plugins: installed packages with more rules, which the configuration names.

A plugin is code that runs with the rights of the user. So a package is loaded only if the
configuration in force names it. With `--config-from`, that is the configuration of the revision, so
a branch under check cannot add a plugin.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from aos_check.judging.settings import Config
from aos_check.model.errors import CannotCheckError
from aos_check.model.rule import Rule
from aos_check.rules import RULES

GROUP = "aos_check.rules"
"""The entry point group in which each entry is one rule."""

_CODE = re.compile(r"[A-Z]{2,}\d{3,}")


def rules_of(config: Config) -> tuple[Rule, ...]:
    """Return the shipped rules, then those of the plugins that `config` names.

    Raises CannotCheckError for a plugin that cannot be loaded.
    """
    rules = list(RULES)
    where = config.at("plugins")
    for package in config.plugins:
        for rule in _load(package, where):
            if other := _namesake(rule, rules):
                raise CannotCheckError(
                    f"{where}: {rule.code} {rule.name} of {package} has the code or the name of"
                    f" {other.code} {other.name}",
                    f"delete {package} from plugins, or use a version whose rules do not clash",
                )
            rules.append(rule)
    return tuple(rules)


def _namesake(rule: Rule, rules: Iterable[Rule]) -> Rule | None:
    return next((it for it in rules if it.code == rule.code or it.name == rule.name), None)


@cache
def _load(package: str, where: str) -> tuple[Rule, ...]:
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        entries = distribution(package).entry_points.select(group=GROUP)
    except (PackageNotFoundError, ValueError) as error:
        raise CannotCheckError(
            f"{where}: the package {package or '(an empty name)'} is not installed",
            "install it next to aos-check, or delete it from plugins",
        ) from error
    if not entries:
        raise CannotCheckError(
            f"{where}: the package {package} has no entry point in the group {GROUP}",
            "delete it from plugins, or name a package that has rules",
        )
    remedy = f"repair or update the package {package}, or delete it from plugins"
    rules = []
    for entry in sorted(entries, key=lambda entry: entry.name):
        try:
            rule = entry.load()
        except Exception as error:  # a plugin may raise anything
            reason = f"{type(error).__name__}: {error}"
            raise CannotCheckError(
                f"{where}: the rule {entry.value} of {package} cannot be loaded: {reason}", remedy
            ) from error
        if not (isinstance(rule, Rule) and _CODE.fullmatch(rule.code)):
            raise CannotCheckError(
                f"{where}: {entry.value} of {package} is not a rule with a code such as ACME001",
                remedy,
            )
        rules.append(rule)
    return tuple(rules)
