"""The generated parts of docs/reference/commands.md: a table, and a section for each command."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from aos_check.cli import cli

EXAMPLES = {
    "approve": ("approve login", 'approve login --note "agreed on Monday"'),
    "baseline": ("baseline", "baseline --prune"),
    "check": (
        "check --staged",
        "check --range origin/main..HEAD --strict",
        "check --format sarif --output aos-check.sarif",
        "check --select TASK,SPEC004",
    ),
    "ci": ("ci", "ci --range origin/main..HEAD", "ci --squash --severity warning"),
    "commit-msg": ("commit-msg .git/COMMIT_EDITMSG",),
    "doctor": ("doctor", "doctor --only trust"),
    "explain": ("explain TASK001", "explain --path src/app.py"),
    "export": ("export --output project.json",),
    "hook": ("hook claude-code",),
    "init": ("init", "init --observe --with pre-commit,workflow", "init --enforce"),
    "layouts": (
        "layouts",
        "layouts --explain agent-os/product/roadmap.md:7",
        "layouts --show kiro",
    ),
    "new": ("new spec login", 'new decision "Keep sessions in Redis"'),
    "next": ("next", "next --format json"),
    "pre-push": ("pre-push",),
    "pre-receive": ("pre-receive",),
    "prepare-commit-msg": ("prepare-commit-msg .git/COMMIT_EDITMSG",),
    "prove": ("prove login#1.1 -- pytest tests/test_login.py",),
    "replay": ("replay", "replay --since v1.0 --format json", "replay --write"),
    "report": ("report --output report.html",),
    "rules": ("rules", "rules --format json"),
    "schema": ("schema report",),
    "status": ("status", "status login"),
}
"""Command lines without `aos-check` in front, by the command."""


def table() -> str:
    """Return the table of commands, each with a link and the first sentence of its help."""
    rows = (
        f"| [`aos-check {name}`](#aos-check-{name}) | {command.get_short_help_str(limit=200)} |"
        for name, command in sorted(cli.commands.items())
    )
    return "\n".join(["| command | does |", "|---|---|", *rows]) + "\n"


def sections() -> str:
    """Return the usage, help, options and examples of every command."""
    return "\n".join(
        "\n".join(_section(name, command)) for name, command in sorted(cli.commands.items())
    )


def _section(name: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=f"aos-check {name}")
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"\n## `aos-check {name}`\n"
    yield f"```text\naos-check {name} {usage}\n```\n"
    yield from (f"{paragraph}\n" for paragraph in _paragraphs(command))
    yield "| option | default | does |\n|---|---|---|"
    yield from (_row(it) for it in command.params if isinstance(it, click.Option) and not it.hidden)
    lines = "\n".join(f"aos-check {line}" for line in EXAMPLES[name])
    yield f"\n```sh\n{lines}\n```"


def _paragraphs(command: click.Command) -> Iterator[str]:
    text = "\n\n".join(filter(None, [command.help, command.epilog])).replace("\n    ", "\n")
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        lines = paragraph.strip().splitlines()
        # After \b, click keeps the lines.
        kept = "\n".join(_kept(lines[1:])) if lines[0] == "\b" else " ".join(lines)
        yield _marked(kept)


def _kept(lines: list[str]) -> Iterator[str]:
    """The lines as paragraphs and lists."""
    before = ""
    for line in lines:
        if before and not (_is_item(before) and _is_item(line)):
            yield ""
        yield line.strip()
        before = line


def _is_item(line: str) -> bool:
    return line.lstrip().startswith("- ")


def _marked(text: str) -> str:
    """The text with options, tables and commands as code."""
    return re.sub(
        r"(?<![`\w-])(--[a-z][a-z-]*|\[tool\.[a-z.-]+\]|AOS_CHECK_[A-Z_]+)", r"`\1`", text
    )


def _row(option: click.Option) -> str:
    names = " ".join(f"`{name}`" for name in option.opts)
    value = f" `{option.metavar}`" if option.metavar else ""
    chosen = option.type.choices if isinstance(option.type, click.Choice) else ()
    choice = "" if option.metavar else _choice(list(map(str, chosen)))
    text = " ".join(filter(None, [_marked(option.help or ""), choice]))
    return f"| {names}{value} | {_default(option)} | {text} |"


def _choice(words: list[str]) -> str:
    return f"One of {', '.join(f'`{word}`' for word in words)}." if words else ""


def _default(option: click.Option) -> str:
    return f"`{option.default}`" if isinstance(option.default, str) and option.default else ""
