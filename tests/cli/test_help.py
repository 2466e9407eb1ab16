"""The help: every command in a section, whole sentences, and lines that fit a terminal."""

from __future__ import annotations

from collections import Counter

import click
import pytest
from click.testing import CliRunner

from aos_check.cli import cli

COMMANDS = sorted(cli.commands)


def help_of(*command: str) -> str:
    result = CliRunner().invoke(
        cli, [*command, "--help"], prog_name="aos-check", env={"COLUMNS": "200"}
    )
    assert result.exit_code == 0
    return result.output


def test_every_command_is_in_one_section() -> None:
    listed = Counter(it.name for section in cli.sections.values() for it in section)
    assert listed == Counter(COMMANDS)
    assert not any(it.hidden for it in cli.commands.values())
    text = help_of()
    for title, commands in cli.sections.items():
        begin = text.index(f"\n{title}:\n")
        below = text[begin:].split("\n\n")[0]
        assert [line.split()[0] for line in below.splitlines()[2:]] == [it.name for it in commands]


@pytest.mark.parametrize("name", COMMANDS)
def test_it_is_made_of_whole_sentences(name: str) -> None:
    command = cli.commands[name]
    first = command.get_short_help_str(limit=200)
    texts = [first, *(it.help or "" for it in command.params if isinstance(it, click.Option))]
    for text in texts:
        assert text[:1].isupper() or text.startswith("-"), text
        assert text.endswith("."), text
    assert ":" not in first
    usage = help_of(name).split("\n\n")[0].split()[3:]
    assert all(word.isupper() for word in usage), usage


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_it_fits_80_columns(name: str) -> None:
    lines = help_of(*filter(None, [name])).splitlines()
    assert max(map(len, lines)) <= 80


def test_every_example_is_a_command_line() -> None:
    """Each can be parsed: `--help` at its end prints the help of its command."""
    examples = {
        line.strip().removeprefix("aos-check ")
        for name in ["", *COMMANDS]
        for line in help_of(*filter(None, [name])).partition("Examples:\n")[2].splitlines()
        if line.startswith("    aos-check ")
    }
    assert len(examples) > 15
    for example in examples:
        words = example.split(" -- ")[0].split()
        known = words[0] in cli.commands
        assert "Usage: aos-check " in help_of(*(words if known else ["check", *words]))
