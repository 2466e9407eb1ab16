"""The documentation of the rules: where each is found, its prose, and all as one document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from aos_check import HOME
from aos_check.model.rule import Rule

COMMAND = "aos-check rules --format handbook"
"""What writes `docs/rules.md`."""


def anchor(code: str, name: str) -> str:
    """What GitHub makes of the heading of a rule."""
    return f"{code} {name}".lower().replace(" ", "-")


def url(code: str, name: str) -> str:
    """Where the documentation of a rule is read."""
    return f"{HOME}/blob/main/docs/rules.md#{anchor(code, name)}"


def prose(rule: Rule) -> str:
    """What the rule finds, why it hurts and what to do: all before the examples."""
    paragraphs = rule.doc.split("\n## ")[0].strip().split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def as_handbook(rules: Sequence[Rule], weights: Mapping[str, str]) -> str:
    """All rules as one Markdown document; `weights` says by a rule's code how much it weighs."""
    contents = (f"| {_link(rule)} | {rule.title} |" for rule in rules)
    head = [
        "# Rules",
        "",
        f"<!-- written by `{COMMAND}` -->",
        "",
        "Every example is run as a test: a rule finds what its marks say, and nothing else. Where",
        "there are two severities, the second is that of the rule's lesser form.",
        "",
        "| rule | finds |",
        "|---|---|",
        *contents,
    ]
    return "\n".join([*head, *(_section(rule, weights[rule.code]) for rule in rules)]) + "\n"


def _link(rule: Rule) -> str:
    return f"[{rule.code} {rule.name}](#{anchor(rule.code, rule.name)})"


def _section(rule: Rule, weight: str) -> str:
    body = "\n".join(_demoted(rule.doc.strip()))
    return f"\n## {rule.code} {rule.name}\n\n**{weight}**\n\n{body}"


def _demoted(doc: str) -> Iterator[str]:
    """The lines, with each heading one level lower; what is in a fence stays as it is."""
    fence = ""
    for line in doc.splitlines():
        ticks = line[: len(line) - len(line.lstrip("`"))]
        if fence:
            fence = "" if line == fence else fence
        elif len(ticks) > 2:  # noqa: PLR2004 - three open a fence
            fence = ticks
        yield f"#{line}" if line.startswith("#") and not fence else line
