"""`aos-check explain`: a rule's documentation."""

from __future__ import annotations

import click

from aos_check.cli import options
from aos_check.cli.output import emit


def _codes(_ctx: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
    from aos_check.rules import RULES

    words = [word for rule in RULES for word in (rule.code, rule.name)]
    return [word for word in words if word.lower().startswith(typed.lower())]


@click.command()
@click.argument("code", shell_complete=_codes)
@options.verbose
def explain(code: str) -> None:
    """Print the documentation of a rule.

    It names the problem, the harm and the remedy, and gives examples. CODE is the rule's code or
    name.
    """
    from aos_check.cli.rules import known_rules
    from aos_check.judging.selection import find_rule
    from aos_check.reporters.handbook import options_of
    from aos_check.rules import RULES

    # The configuration is read only for the rules of plugins.
    shipped = any(code.upper() == rule.code or code.lower() == rule.name for rule in RULES)
    rule = find_rule(code, RULES if shipped else known_rules())
    lesser = f", in its lesser form {rule.weak.value}" if rule.weak else ""
    emit(
        f"{rule.code} {rule.name} ({rule.severity.value}{lesser})\n\n"
        f"{rule.doc.strip()}\n{options_of(rule)}"
    )
