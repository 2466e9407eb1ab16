"""`aos-check explain`: a rule's documentation."""

from __future__ import annotations

import click

from aos_check.cli import options
from aos_check.cli.output import emit


@click.command()
@click.argument("code")
@options.verbose
def explain(code: str, *, verbose: bool) -> None:
    """Print what the rule CODE finds, why it hurts and what to do, with examples.

    CODE may be the rule's name as well.
    """
    from aos_check.cli.selection import find_rule
    from aos_check.rules import RULES

    del verbose
    rule = find_rule(code, RULES)
    lesser = f", in its lesser form {rule.weak.value}" if rule.weak else ""
    emit(f"{rule.code} {rule.name} ({rule.severity.value}{lesser})\n\n{rule.doc.strip()}\n")
