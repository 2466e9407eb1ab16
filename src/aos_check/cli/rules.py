"""`aos-check rules`: all rules at a glance."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from aos_check.cli import options
from aos_check.cli.output import emit

if TYPE_CHECKING:
    from aos_check.model.rule import Rule
    from aos_check.reading.layouts import Layout

FORMATS = ("text", "json", "markdown", "handbook")


@click.command()
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@options.verbose
def rules(form: str) -> None:
    """List all rules: code, severity, name, and the layouts that weigh them differently.

    The format handbook prints the documentation of all of them as one Markdown document, which is
    docs/rules.md.
    """
    from aos_check.reading.layouts import shipped
    from aos_check.rules import RULES

    rows = [_row(rule, shipped()) for rule in RULES]
    write = {
        "text": _as_text,
        "json": _as_json,
        "markdown": _as_markdown,
        "handbook": _as_handbook,
    }
    emit(write[form](rows))


def _row(rule: Rule, layouts: Iterable[Layout]) -> dict[str, Any]:
    """One rule; `layouts` has a word for each layout: the severities there, or off."""
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "weak": rule.weak.value if rule.weak else None,
        "title": rule.title,
        "layouts": {layout.name: _weight(rule, layout) for layout in layouts},
    }


def _weight(rule: Rule, layout: Layout) -> str:
    from aos_check.judging.checking import Severities

    weights = Severities(layouts={layout.name: layout})
    levels = [weights.of(rule, weak=weak, layouts=(layout.name,)) for weak in (False, True)]
    strong, weak = (level.value if level else "off" for level in levels)
    return strong if strong == weak else f"{strong}/{weak}"


def _usual(row: dict[str, Any]) -> str:
    weak = row["weak"]
    return f"{row['severity']}/{weak}" if weak and weak != row["severity"] else row["severity"]


def _differing(row: dict[str, Any]) -> str:
    """The layouts that weigh the rule differently, each with how."""
    weights = row["layouts"].items()
    return ", ".join(f"{name}: {weight}" for name, weight in weights if weight != _usual(row))


def _as_text(rows: Sequence[dict[str, Any]]) -> str:
    wide = max(len(row["name"]) for row in rows)
    lines = []
    for row in rows:
        differing = f" ({_differing(row)})" if _differing(row) else ""
        name = row["name"].ljust(wide)
        lines.append(f"{row['code']:<8} {_usual(row):<15} {name}  {row['title']}{differing}\n")
    return "".join(lines)


def _as_json(rows: Sequence[dict[str, Any]]) -> str:
    return json.dumps(rows, indent=2) + "\n"


def _as_markdown(rows: Sequence[dict[str, Any]]) -> str:
    lines = ["| code | name | severity | finds |", "|---|---|---|---|"]
    for row in rows:
        title = row["title"].replace("|", "\\|")
        if differing := _differing(row):
            title += f" ({differing})"
        lines.append(f"| {row['code']} | {row['name']} | {_usual(row)} | {title} |")
    return "\n".join(lines) + "\n"


def _as_handbook(rows: Sequence[dict[str, Any]]) -> str:
    from aos_check.reporters.handbook import as_handbook
    from aos_check.rules import RULES

    return as_handbook(RULES, {row["code"]: _weighed(row) for row in rows})


def _weighed(row: dict[str, Any]) -> str:
    differing = _differing(row)
    return f"{_usual(row)} ({differing})" if differing else _usual(row)
