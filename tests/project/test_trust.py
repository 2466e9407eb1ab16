"""docs/explanation/trust.md names only settings, commands and files that exist."""

from __future__ import annotations

import re
from functools import reduce
from pathlib import Path
from typing import get_args

import pytest

from aos_check.cli import cli
from aos_check.cli.doctor import GATES
from aos_check.judging import trust
from aos_check.judging.config import parse
from aos_check.judging.settings import ApprovalLevelName, Config

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs/explanation"
TEXT = (DOCS / "trust.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`([^`\n]+)`", TEXT)))

ELSEWHERE = {
    "--no-verify", ".github/", ".gitlab-ci.yml", ".pre-commit-config.yaml", "CODEOWNERS",
    "Co-Authored-By", "merge_group", "pip install", "refs/remotes", "rev", "uses:",
    "Task: none",
}  # fmt: skip
"""The names of git, pre-commit and the platforms, and trailers."""


def config(line: str) -> Config:
    return parse(f"{line}\n", "aos-check.toml")


def assert_command(name: str = "", *words: str) -> None:
    """Assert that the command, its options and its gates exist."""
    if not name:
        return
    options = {option for each in cli.commands[name].params for option in each.opts}
    assert {word for word in words if word.startswith("--")} <= options
    if "--only" in words:
        assert words[words.index("--only") + 1] in GATES


@pytest.mark.parametrize("name", [name for name in NAMED if name not in ELSEWHERE])
def test_what_is_named_exists(name: str) -> None:
    if name.startswith("aos-check"):
        assert_command(*name.split()[1:])
    elif " = " in name:
        config(name)  # raises if the key or the value is invalid
    elif (ROOT / "hooks/git" / name).is_file():
        assert name in cli.commands
    else:
        assert not callable(reduce(getattr, name.replace("-", "_").split("."), Config()))


def test_nothing_else_is_excused() -> None:
    assert set(NAMED) >= ELSEWHERE


@pytest.mark.parametrize("level", get_args(ApprovalLevelName))
def test_every_level_that_doctor_names_is_explained(level: str) -> None:
    setting = f'approval.level = "{level}"'
    named = bool(list(trust.approvers(config(setting))))
    assert named is (level not in {"none", "signed"})
    assert setting in TEXT or level == "none"


def test_links_lead_somewhere() -> None:
    for file, anchor in re.findall(r"\]\(([^)#:]+)(?:#([^)]+))?\)", TEXT):
        heading = f"# {anchor}" if anchor else ""
        assert heading in (DOCS / file).read_text("utf-8").lower(), file


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "SECURITY.md",
        "docs/how-to/agents.md",
        "docs/how-to/ci.md",
        "hooks/git/README.md",
    ],
)
def test_the_other_pages_lead_here(page: str) -> None:
    assert "trust.md" in (ROOT / page).read_text("utf-8")
