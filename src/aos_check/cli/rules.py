"""`aos-check rules`: all rules in one list."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from aos_check.cli import options
from aos_check.cli.output import emit, show, style_for

if TYPE_CHECKING:
    from aos_check.model.rule import Rule
    from aos_check.reading.layouts import Layout

FORMATS = ("text", "json", "markdown", "handbook")


@click.command()
@options.form(*FORMATS)
@options.verbose
def rules(form: str) -> None:
    """List all rules.

    Prints the code, severity, name and title of each rule, and the layouts that change its
    severity. `--format handbook` prints the documentation of all rules as one Markdown
    document.

    \b
    Examples:
      aos-check rules
      aos-check rules --format json
    """  # noqa: D301 - click reads the backspace
    text = written(known_rules(), form)
    if form == "text":
        show(text, style_for("never"))
    else:
        emit(text)


def known_rules() -> tuple[Rule, ...]:
    """The shipped rules, and those of the plugins that the configuration here names."""
    from aos_check.cli.terminal import Terminal
    from aos_check.judging.input.worktree import rules_here

    return rules_here(Terminal(quiet=False))


def written(rules: Sequence[Rule], form: str) -> str:
    """Return the rules in one of FORMATS."""
    from aos_check.reading.layouts.loading import shipped

    rows = [_row(rule, shipped()) for rule in rules]
    if form == "handbook":
        from aos_check.reporters.handbook import as_handbook

        return as_handbook(rules, {row["code"]: (_default(row), _exceptions(row)) for row in rows})
    return {"text": _as_text, "json": _as_json, "markdown": _as_markdown}[form](rows)


def _row(rule: Rule, layouts: Sequence[Layout]) -> dict[str, Any]:
    """One rule; `layouts` has the severities of each layout by its name."""
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "weak": rule.weak.value if rule.weak else None,
        "title": rule.title,
        "layouts": {layout.name: _severity_under(layout, rule) for layout in layouts},
        "options": [
            {"key": option.key, "default": option.default, "description": option.doc}
            for option in rule.options
        ],
    }


def _severity_under(layout: Layout, rule: Rule) -> str:
    from aos_check.judging.selection import Severities

    severities = Severities(layouts={layout.name: layout})
    found = [severities.of(rule, weak=weak, layouts=(layout.name,)) for weak in (False, True)]
    return _both(*(severity.value if severity else "off" for severity in found))


def _both(strong: str, weak: str | None) -> str:
    return f"{strong}/{weak}" if weak and weak != strong else strong


def _default(row: dict[str, Any]) -> str:
    return _both(row["severity"], row["weak"])


def _exceptions(row: dict[str, Any]) -> str:
    """The layouts with another severity, in brackets; "" if there are none."""
    changed = (
        f"{name}: {severity}"
        for name, severity in row["layouts"].items()
        if severity != _default(row)
    )
    listed = ", ".join(changed)
    return f" ({listed})" if listed else ""


def _as_text(rows: Sequence[dict[str, Any]]) -> str:
    wide = max(len(row["name"]) for row in rows)
    return "".join(
        f"{row['code']:<8} {_default(row):<15} {row['name']:<{wide}}  "
        f"{row['title']}{_exceptions(row)}\n"
        for row in rows
    )


def _as_json(rows: Sequence[dict[str, Any]]) -> str:
    return json.dumps(rows, indent=2) + "\n"


def _as_markdown(rows: Sequence[dict[str, Any]]) -> str:
    lines = ["| code | name | severity | finds |", "|---|---|---|---|"]
    for row in rows:
        title = row["title"].replace("|", "\\|") + _exceptions(row)
        lines.append(f"| {row['code']} | {row['name']} | {_default(row)} | {title} |")
    return "\n".join(lines) + "\n"
