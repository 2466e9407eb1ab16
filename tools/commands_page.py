"""The generated parts of docs/reference/commands.md: a table, and a section for each command."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from aos_check.cli import cli


def table() -> str:
    """Return the table of commands, each with a link and the first sentence of its help."""
    rows = (
        f"| [`aos-check {name}`](#aos-check-{name}) | {command.get_short_help_str(limit=200)} |"
        for name, command in _commands()
    )
    return "\n".join(["| command | does |", "|---|---|", *rows]) + "\n"


def _commands() -> Iterator[tuple[str, click.Command]]:
    """The commands with their names, in the order of the help."""
    for section in cli.sections.values():
        yield from ((command.name or "", command) for command in section)


def sections() -> str:
    """Return the usage, help, options and examples of every command."""
    return "".join("\n".join(_section(name, command)) + "\n" for name, command in _commands())


def _section(name: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=f"aos-check {name}")
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"\n## `aos-check {name}`\n"
    yield f"```text\naos-check {name} {usage}\n```\n"
    yield from (f"{paragraph}\n" for paragraph in _paragraphs(command))
    yield "| option | default | does |\n|---|---|---|"
    yield from (_row(it) for it in command.params if isinstance(it, click.Option) and not it.hidden)


def _paragraphs(command: click.Command) -> Iterator[str]:
    text = "\n\n".join(filter(None, [command.help, command.epilog])).replace("\n    ", "\n")
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        lines = paragraph.strip().splitlines()
        if lines[1:2] == ["Examples:"]:
            examples = "\n".join(line.strip() for line in lines[2:])
            yield f"```sh\n{examples}\n```"
            continue
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
