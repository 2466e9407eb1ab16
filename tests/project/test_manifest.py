"""The manifest for pre-commit and the scripts of hooks/git name commands that exist."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from aos_check.cli import cli

HERE = Path(__file__).parents[2]
MANIFEST = HERE / ".pre-commit-hooks.yaml"
HOOKS: list[dict[str, Any]] = yaml.safe_load(MANIFEST.read_text("utf-8"))
SCRIPTS = sorted(each for each in (HERE / "hooks" / "git").iterdir() if each.suffix != ".md")
IDS = [
    "aos-check",
    "aos-check-commit-msg",
    "aos-check-prepare-commit-msg",
    "aos-check-pre-push",
    "aos-check-range",
]


def parsed(words: list[str], *more: str) -> click.Context:
    """Parse these words as the command line does. An unknown word raises an error."""
    program, command, *rest = words
    assert program == "aos-check"
    with click.Context(cli, **cli.context_settings) as outer:
        found = cli.get_command(outer, command)
        assert found is not None, command
        return found.make_context(command, [*rest, *more], parent=outer)


def test_the_manifest_is_one_for_pre_commit() -> None:
    clientlib = pytest.importorskip("pre_commit.clientlib")
    assert [hook["id"] for hook in clientlib.load_manifest(str(MANIFEST))] == IDS
    known = {each.key for each in clientlib.MANIFEST_HOOK_DICT.items if hasattr(each, "key")}
    assert all(hook.keys() <= known for hook in HOOKS)


@pytest.mark.parametrize("hook", HOOKS, ids=IDS)
def test_each_entry_is_a_command(hook: dict[str, Any]) -> None:
    # pre-commit gives such a hook the name of the message file.
    given = [".git/COMMIT_EDITMSG"] if hook.get("pass_filenames", True) else []
    parsed(shlex.split(hook["entry"]), *given)
    # Else, commits that delete files or are outside a filter are not checked.
    assert hook.get("always_run") or hook["stages"] == ["prepare-commit-msg"]


def test_the_documentation_names_each() -> None:
    text = (HERE / "docs/how-to/git-hooks.md").read_text("utf-8")
    assert [name for name in IDS if not re.search(rf"(?<![\w-]){name}(?![\w-])", text)] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda it: it.name)
def test_each_script_runs_a_command(script: Path) -> None:
    assert os.access(script, os.X_OK)
    head, why, *_, last = script.read_text("utf-8").splitlines()
    assert head == "#!/bin/sh"
    assert why.startswith("# ")
    assert last.startswith("exec ")
    given = {'"$1"': ["MESSAGE"], '"$@"': ["one", "two"]}
    words = last.removeprefix("exec ").split()
    more = given.get(words[-1])
    parsed(words[:-1] if more else words, *(more or []))


def test_there_is_a_script_for_every_stage() -> None:
    assert [script.name for script in SCRIPTS] == [
        "commit-msg",
        "pre-commit",
        "pre-merge-commit",
        "pre-push",
        "pre-receive",
        "prepare-commit-msg",
    ]
    stages = {stage for hook in HOOKS for stage in hook["stages"]} - {"manual"}
    assert stages == {script.name for script in SCRIPTS} - {"pre-receive"}
