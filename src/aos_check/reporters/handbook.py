"""The documentation of the rules: its address, its prose, and the handbook of all rules."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from aos_check import GUIDES
from aos_check.model.rule import Rule
from aos_check.rules import RULES

COMMAND = "python tools/generate.py"
"""The command that writes `docs/reference/rules.md`."""


def anchor(code: str, name: str) -> str:
    """Return the anchor that GitHub gives to a rule's heading."""
    return f"{code} {name}".lower().replace(" ", "-")


_SHIPPED = frozenset(rule.code for rule in RULES)


def url(code: str, name: str) -> str:
    """Return the address of a rule's documentation; "" for a rule of a plugin."""
    if code not in _SHIPPED:
        return ""
    return f"{GUIDES}/reference/rules.md#{anchor(code, name)}"


def prose(rule: Rule) -> str:
    """Return the documentation up to the examples: the problem, the harm and the remedy."""
    paragraphs = rule.doc.split("\n## ")[0].strip().split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def explained(rule: Rule) -> str:
    """Return a rule with its severity, its documentation and its options."""
    lesser = f", or {rule.weak.value} in milder cases" if rule.weak else ""
    return (
        f"{rule.code} {rule.name} ({rule.severity.value}{lesser})\n\n"
        f"{rule.doc.strip()}\n{options_of(rule)}"
    )


def options_of(rule: Rule) -> str:
    """Return the section on the rule's options; "" if it has none."""
    if not rule.options:
        return ""
    rows = (
        f"- `{option.key}` (default `{_as_toml(option.default)}`): {option.doc}"
        for option in rule.options
    )
    head = f"## Options\n\nIn the table `[tool.aos-check.rules.{rule.code}]`:\n"
    return "\n".join(["", head, *rows]) + "\n"


def _as_toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def as_handbook(rules: Sequence[Rule], severities: Mapping[str, tuple[str, str]]) -> str:
    """Return all rules as one Markdown document.

    `severities` holds, by code, the severity of a rule and the layouts that change it, in brackets.
    """
    contents = (f"| {_link(rule)} | {rule.title} | {severities[rule.code][0]} |" for rule in rules)
    head = [
        "# Rules",
        "",
        f"<!-- written by `{COMMAND}` -->",
        "",
        "This page lists every rule: the problem, the harm, the remedy, and examples. Each example",
        "runs as a test: the rule reports the marked lines, and nothing else.",
        "`aos-check explain TASK001` prints one rule. `severity`, `select` and `ignore` in the",
        "[configuration](configuration.md) choose the rules and their severities.",
        "",
        "A rule with two severities, such as error/warning, uses the second one in milder cases.",
        "Some layouts change the severity of a rule, as its section says. For example, the status",
        "line is rarely updated in Agent OS 1, so a status that lags behind finished tasks is an",
        "`info` there and a warning in AWOS.",
        "",
        "| rule | finds | severity |",
        "|---|---|---|",
        *contents,
    ]
    return (
        "\n".join([*head, *(_section(rule, "".join(severities[rule.code])) for rule in rules)])
        + "\n"
    )


def _link(rule: Rule) -> str:
    return f"[{rule.code} {rule.name}](#{anchor(rule.code, rule.name)})"


def _section(rule: Rule, severity: str) -> str:
    doc = f"{rule.doc.strip()}\n{options_of(rule)}".rstrip()
    body = "\n".join(_demoted(doc))
    return f"\n## {rule.code} {rule.name}\n\n**{severity}**\n\n{body}"


def _demoted(doc: str) -> Iterator[str]:
    """Yield the lines with each heading one level lower, except in fenced code."""
    fence = ""
    for line in doc.splitlines():
        ticks = line[: len(line) - len(line.lstrip("`"))]
        if fence:
            fence = "" if line == fence else fence
        elif len(ticks) > 2:  # noqa: PLR2004 - three open a fence
            fence = ticks
        yield f"#{line}" if line.startswith("#") and not fence else line
