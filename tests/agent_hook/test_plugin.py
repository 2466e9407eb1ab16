"""The plugin for Claude Code and the agents' guide: every path and command they name exists."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from aos_check import HOME, __version__
from aos_check.agents import AGENTS, agent_of, claude_code
from aos_check.cli import cli
from tests.support.git_repo import environment
from tests.support.scripted_model import CLIENT

ROOT = Path(__file__).parents[2]
PLUGIN = ROOT / "hooks" / "claude-code"
SKILLS = sorted(PLUGIN.glob("skills/*/SKILL.md"))
GUIDE = (ROOT / "docs" / "how-to" / "agents.md").read_text("utf-8")
BLOCKS = re.findall(r"^```json (\S+)\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
PLACES = {
    ".claude/settings.json": "claude-code",
    ".codex/hooks.json": "codex",
    ".github/hooks/aos-check-vscode.json": "vscode",
    ".github/hooks/aos-check.json": "copilot",
    ".cursor/hooks.json": "cursor",
    ".gemini/settings.json": "gemini",
    ".windsurf/hooks.json": "windsurf",
}


def loaded(path: Path) -> dict[str, Any]:
    found = json.loads(path.read_text("utf-8"))
    assert isinstance(found, dict)
    return found


MANIFEST = loaded(PLUGIN / ".claude-plugin" / "plugin.json")
MARKET = loaded(ROOT / ".claude-plugin" / "marketplace.json")
HOOKS = loaded(PLUGIN / "hooks" / "hooks.json")["hooks"]


def entries(value: object) -> Iterator[dict[str, Any]]:
    """The entries of a configuration that run a program."""
    if isinstance(value, list):
        for each in value:
            yield from entries(each)
    elif isinstance(value, dict):
        if {"command", "bash"} & value.keys():
            yield value
        for each in value.values():
            yield from entries(each)


def lines_of(entry: dict[str, Any]) -> list[str]:
    """The command lines of an entry, on all systems."""
    found = [entry[key] for key in ("command", "bash", "powershell") if key in entry]
    return [" ".join([line, *entry.get("args", [])]) for line in found]


def test_the_plugin_is_of_this_version() -> None:
    [offered] = MARKET["plugins"]
    assert MANIFEST["version"] == offered["version"] == __version__
    assert MANIFEST["name"] == offered["name"] == MARKET["name"] == "aos-check"
    assert MANIFEST["homepage"] == MANIFEST["repository"] == HOME
    assert MARKET["description"]
    assert offered["description"] == MANIFEST["description"]


def test_the_marketplace_leads_to_the_plugin() -> None:
    source = MARKET["plugins"][0]["source"]
    # The client requires both.
    assert source.startswith("./")
    assert ".." not in source
    assert (ROOT / source).resolve() == PLUGIN


def test_the_readme_is_long_enough_and_leads_somewhere() -> None:
    text = (PLUGIN / "README.md").read_text("utf-8")
    assert len(text.split()) >= 40
    assert f"/plugin marketplace add {HOME.removeprefix('https://github.com/')}" in text
    assert "/plugin install aos-check@aos-check" in text
    # The client copies the plugin without the rest of this repository.
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert target.startswith(f"{HOME}/blob/main/"), target
        assert (ROOT / target.removeprefix(f"{HOME}/blob/main/")).is_file(), target
    assert set(re.findall(r"/aos-check:([\w-]+)", text)) == {path.parent.name for path in SKILLS}


def test_the_hooks_are_of_events_that_are_read() -> None:
    assert HOOKS.keys() == claude_code.EVENTS.keys()


def test_the_hooks_are_of_tools_that_are_read() -> None:
    before = "|".join(group["matcher"] for group in HOOKS["PreToolUse"])
    after = "|".join(group["matcher"] for group in HOOKS["PostToolUse"])
    known = {*claude_code.WRITERS, *claude_code.SHELLS, f"{claude_code.SERVERS}.*"}
    assert set(before.strip("^()$").split("|")) == known
    assert after == before


def test_the_hooks_run_the_command_without_a_shell() -> None:
    found = list(entries(HOOKS))
    assert len(found) == 7
    for entry in found:
        assert entry["command"] == "aos-check"
        assert entry["args"] == ["hook", "claude-code"]
        # Older clients do not know it, and projects without specs must keep working.
        assert "onFailure" not in entry
        assert 10 <= entry["timeout"] <= 30


def commands_in(text: str) -> Iterator[list[str]]:
    """The aos-check command lines in a text."""
    for line in re.findall(r"`(aos-check [^`\n]+)`|^ *(aos-check .*)$", text, re.MULTILINE):
        yield next(filter(None, line)).split()[1:]


@pytest.mark.parametrize("skill", SKILLS, ids=lambda path: path.parent.name)
def test_a_skill_has_a_description_and_valid_references(skill: Path) -> None:
    _, head, body = skill.read_text("utf-8").split("---\n", 2)
    fields = dict(line.split(": ", 1) for line in head.strip().splitlines())
    assert fields.keys() == {"name", "description"}
    assert fields["name"] == skill.parent.name
    assert len(fields["description"]) <= 1024
    # YAML reads a colon and a space as a key.
    assert ": " not in fields["description"]
    found = list(commands_in(body))
    assert found
    with click.Context(cli, **cli.context_settings) as context:
        for command, *arguments in found:
            known = cli.get_command(context, command)
            assert known is not None, command
            options = {name for each in known.get_params(context) for name in each.opts}
            assert {word for word in arguments if word.startswith("--")} <= options


@pytest.mark.parametrize("skill", SKILLS, ids=lambda path: path.parent.name)
def test_a_skill_names_rules_that_are_there(skill: Path) -> None:
    from aos_check.rules import RULES

    named = set(re.findall(r"\b[A-Z]{3,4}\d{3}\b", skill.read_text("utf-8")))
    assert named <= {rule.code for rule in RULES}


def test_no_skill_tells_an_agent_to_approve() -> None:
    texts = {path.parent.name: path.read_text("utf-8") for path in SKILLS}
    shown = {name for name, text in texts.items() if "aos-check approve" in text}
    assert shown == {"approval"}
    assert "in their own terminal" in texts["approval"]


def test_the_guide_has_a_configuration_for_each_agent() -> None:
    assert {place: PLACES[place] for place, _ in BLOCKS} == PLACES
    assert set(PLACES.values()) == set(AGENTS)


@pytest.mark.parametrize(("place", "block"), BLOCKS, ids=[place for place, _ in BLOCKS])
def test_a_configuration_is_one(place: str, block: str) -> None:
    agent = PLACES[place]
    hooks = json.loads(block)["hooks"]
    known = agent_of(agent)
    assert known is not None
    assert hooks.keys() <= set(known.EVENTS)
    found = [line for entry in entries(hooks) for line in lines_of(entry)]
    assert len(found) >= len(hooks)
    assert set(found) == {f"aos-check hook {agent}"}


def test_the_settings_do_what_the_plugin_does() -> None:
    settings = json.loads(dict(BLOCKS)[".claude/settings.json"])["hooks"]
    assert settings.keys() == HOOKS.keys()
    for event, groups in settings.items():
        ours = {name for group in HOOKS[event] for name in group.get("matcher", "").split("|")}
        theirs = {name for group in groups for name in group.get("matcher", "").split("|")}
        assert theirs == ours


def test_the_guide_leads_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", GUIDE):
        assert (ROOT / "docs/how-to" / target).exists(), target


def validated(folder: Path, home: Path) -> subprocess.CompletedProcess[str]:
    quiet = {"DISABLE_AUTOUPDATER": "1", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1"}
    return subprocess.run(
        [CLIENT, "plugin", "validate", str(folder), "--strict"],
        env=environment() | quiet | {"HOME": str(home)},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.client
@pytest.mark.parametrize("folder", [PLUGIN, ROOT], ids=["plugin", "marketplace"])
def test_the_client_has_nothing_to_say_against_it(folder: Path, tmp_path: Path) -> None:
    done = validated(folder, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.client
def test_the_client_would_say_something(tmp_path: Path) -> None:
    copy = tmp_path / "plugin"
    shutil.copytree(PLUGIN, copy)
    hooks = copy / "hooks" / "hooks.json"
    hooks.write_text(hooks.read_text("utf-8").replace("PreToolUse", "PreToolUze"), "utf-8")
    assert validated(copy, tmp_path).returncode == 1
