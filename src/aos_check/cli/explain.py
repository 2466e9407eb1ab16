"""`aos-check explain`: a rule's documentation."""

from __future__ import annotations

import click

from aos_check.cli import options
from aos_check.cli.output import emit


def _codes(_ctx: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    from aos_check.rules import RULES

    words = [word for rule in RULES for word in (rule.code, rule.name)]
    return [word for word in words if word.lower().startswith(begun.lower())]


@click.command()
@click.argument("code", shell_complete=_codes)
@options.verbose
def explain(code: str) -> None:
    """Print what the rule CODE finds, why it hurts and what to do, with examples.

    CODE may be the rule's name as well.
    """
    from aos_check.judging.selection import find_rule
    from aos_check.rules import RULES

    rule = find_rule(code, RULES)
    lesser = f", in its lesser form {rule.weak.value}" if rule.weak else ""
    emit(f"{rule.code} {rule.name} ({rule.severity.value}{lesser})\n\n{rule.doc.strip()}\n")
