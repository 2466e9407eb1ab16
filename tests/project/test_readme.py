"""The README is correct: its table of rules, its command lines and its examples."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from aos_check import __version__
from aos_check.cli import cli
from aos_check.judging.config import parse
from aos_check.judging.settings import Config

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_rule_table_is_the_commands() -> None:
    table = CliRunner().invoke(cli, ["rules", "--format", "markdown"]).output
    between = README.split("<!-- rules:")[1].split("-->\n")[1].split("<!-- end of rules")[0]
    assert between.strip() == table.strip()


def test_every_command_is_listed() -> None:
    listed = set(re.findall(r"^\| `aos-check ([\w-]+)", README, re.MULTILINE))
    assert listed == set(cli.commands)


def test_the_example_is_what_is_printed(tmp_path: Path) -> None:
    spec = tmp_path / ".agent-os/specs/2025-10-08-login"
    spec.mkdir(parents=True)
    (spec / "tasks.md").write_text(
        "# Spec Tasks\n\n- [x] 1. Sign-in form\n  - [x] 1.1 Tests\n  - [ ] 1.2 Code\n", "utf-8"
    )
    result = CliRunner().invoke(cli, ["check", "--root", str(tmp_path), "--select", "TASK001"])
    shown = README.split("```text\n")[1].split("```")[0]
    assert result.output == shown


@pytest.mark.parametrize("block", re.findall(r"```toml\n(.*?)```", README, re.DOTALL))
def test_the_configurations_shown_are_valid(block: str) -> None:
    assert isinstance(parse(block, "pyproject.toml"), Config)


def test_there_are_two_command_lines() -> None:
    block = README.split("```sh two-commands\n")[1].split("```")[0]
    assert len(block.strip().splitlines()) == 2


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_version_is_the_same_in_both_places() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{__version__}"' in project
