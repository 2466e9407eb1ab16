"""The pages on commands, configuration and JSON name what exists, and their examples are valid."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import click
import pytest
from jsonschema import Draft202012Validator

from aos_check.cli import cli
from aos_check.cli.action_inputs import FLAGS, OPTIONS
from aos_check.cli.schema import NAMES, schema_of
from aos_check.judging.config import parse
from aos_check.judging.settings import Config
from aos_check.reporters.layout_keys import LayoutKey, keys_of
from tests.support.git_repo import Repo

ROOT = Path(__file__).parents[2]
COMMANDS, CONFIGURATION, JSON = (
    (ROOT / f"docs/reference/{name}.md").read_text("utf-8")
    for name in ("commands", "configuration", "json")
)


def section(page: str, heading: str) -> str:
    """The text below a heading of the second level."""
    return page.split(f"\n## {heading}\n")[1].split("\n## ", maxsplit=1)[0]


# Commands


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_a_command_has_its_options_and_examples_that_parse(name: str) -> None:
    text = section(COMMANDS, f"`aos-check {name}`")
    options = [it for it in cli.commands[name].params if isinstance(it, click.Option)]
    assert [it.opts[0] for it in options if f"| `{it.opts[0]}`" not in text] == []
    lines = text.split("```sh\n")[1].split("```")[0].splitlines()
    for line in lines:
        program, command, *words = shlex.split(line)
        assert (program, command) == ("aos-check", name)
        cli.commands[name].make_context(name, words)


def test_the_exit_codes_are_those_of_the_help() -> None:
    shown = re.findall(r"^\| (\d) \|", section(COMMANDS, "Exit codes"), re.MULTILINE)
    assert shown == re.findall(r"^  (\d)  ", str(cli.epilog), re.MULTILINE)


def test_the_variables_are_read() -> None:
    named = set(re.findall(r"`([A-Z_]{4,})`", section(COMMANDS, "Environment variables")))
    inputs = {
        f"AOS_CHECK_{it.upper().replace('-', '_')}"
        for it in (*OPTIONS, *FLAGS, "sarif-file", "report-file", "args", "paths")
    }
    assert {it for it in named if it.startswith("AOS_CHECK_")} == inputs
    source = "".join(it.read_text("utf-8") for it in (ROOT / "src/aos_check").rglob("*.py"))
    assert [it for it in named - inputs if f'"{it}"' not in source] == []


# Configuration

KEYS = [key for key in keys_of(Config) if not key.name.startswith("layout.")]
BLOCKS = re.findall(
    r"^```toml( pyproject\.toml)?\n(.*?)^```$", CONFIGURATION, re.MULTILINE | re.DOTALL
)


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_a_key_has_its_facts_and_an_example(key: LayoutKey) -> None:
    name, written = key
    part = CONFIGURATION.split(written)[1].split("\n###")[0]
    example = part.split("```toml\n")[1].split("```")[0]
    assert re.search(rf"\b{re.escape(name.rpartition('.')[2])}\b", example)
    assert written.endswith(".\n")


@pytest.mark.parametrize(("file", "text"), BLOCKS)
def test_an_example_is_valid(file: str, text: str) -> None:
    assert isinstance(parse(text, file.strip() or "aos-check.toml"), Config)


def test_the_page_shows_no_other_key() -> None:
    headings = re.findall(r"^#### (.*)$", CONFIGURATION, re.MULTILINE)
    shown = [key for heading in headings for key in re.findall(r"`(.+?)`", heading)]
    assert sorted(shown) == sorted(key.name for key in KEYS)


@pytest.mark.parametrize("kind", ["line", "file"])
def test_a_suppression_works_as_shown(kind: str, tmp_path: Path) -> None:
    text = CONFIGURATION.split(f"```md {kind}\n")[1].split("```")[0]
    repo = Repo(tmp_path)
    repo.write({"agent-os/specs/2026-01-05-login/tasks.md": text})
    assert "TASK001" not in repo.codes("check")
    repo.write({"agent-os/specs/2026-01-05-login/tasks.md": re.sub("<!--.*-->", "", text)})
    assert "TASK001" in repo.codes("check")


# JSON


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"config"}))
def test_an_example_fits_its_schema(name: str) -> None:
    text = section(JSON, name)
    example = json.loads(text.split(f"```json {name}\n")[1].split("```")[0])
    Draft202012Validator(schema_of(name)).validate(example)
    assert [key for key in schema_of(name)["properties"] if f"| `{key}` |" not in text] == []
