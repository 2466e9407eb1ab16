"""A small valid repository for each layout: its export is fixed, and a check finds nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import TypeAdapter

import aos_check
from aos_check.judging.config import parse
from aos_check.model.errors import CannotCheckError
from aos_check.reading.layout_files import read_layout, shipped_names
from aos_check.reading.layouts import Layout
from aos_check.reading.layouts.loading import shipped
from aos_check.reading.layouts.patterns import fault
from tests.support.git_repo import Repo, environment
from tests.support.samples import exported, findings, samples

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SAMPLES = samples("layouts")
TRAPS = samples("traps")


@pytest.mark.parametrize("kind", [SAMPLES, TRAPS], ids=["honest", "traps"])
def test_every_layout_has_a_sample(kind: list[Path]) -> None:
    assert {*shipped_names(), "nygard", "madr"} == {sample.name for sample in kind}


@pytest.mark.parametrize(
    "sample", [*SAMPLES, *TRAPS], ids=lambda sample: f"{sample.parent.name}-{sample.name}"
)
def test_the_export_is_what_is_written_down(sample: Path) -> None:
    expected = json.loads((sample / "expected.json").read_text(encoding="utf-8"))
    assert exported(sample) == expected


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_an_honest_repository_gives_no_cause(sample: Path) -> None:
    assert [finding for finding in findings(sample) if " info " not in finding] == []


@pytest.mark.parametrize("name", shipped_names())
def test_what_is_shipped_is_what_a_user_may_write(name: str) -> None:
    (ours,) = (layout for layout in shipped() if layout.name == name)
    written = json.dumps({**tomllib.loads(read_layout(name)), "name": name})
    assert TypeAdapter(Layout).validate_json(written, strict=True) == ours
    assert [fault(pattern) for pattern in (ours.specs.name, ours.requirements.id)] == [None, None]


def test_a_specific_layout_is_tried_before_a_general_one() -> None:
    names = [layout.name for layout in shipped() if ".agent-os" in layout.homes]
    assert names == ["praxis-os", "peer", "agent-os-1"]
    names = [layout.name for layout in shipped() if "agent-os" in layout.homes]
    assert names == ["agent-os-2", "agent-os-3"]


NEW_LAYOUT = """
title = "Another"
homes = [".another"]

[specs]
roots = ["plans"]
name = '(?P<slug>[a-z-]+)'

[[artifacts]]
role = "tasks"
paths = ["todo.md"]
"""


def test_a_layout_is_added_with_one_file(tmp_path: Path) -> None:
    package = tmp_path / "lib" / "aos_check"
    shutil.copytree(
        Path(aos_check.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__")
    )
    (package / "reading/layouts/another.toml").write_text(NEW_LAYOUT, "utf-8")
    repo = Repo(tmp_path / "repo")

    def run(*arguments: str, stdin: str = "") -> str:
        command = [sys.executable, "-m", "aos_check", *arguments]
        where = {**environment(), "PYTHONPATH": str(package.parent)}
        done = subprocess.run(
            command, cwd=repo.top, env=where, input=stdin,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode in (0, 1), done.stderr
        return done.stdout

    repo.commit("Begin", {".another/plans/login/todo.md": "- [x] 1. Form\n  - [ ] 1.1 Field\n"})
    (project,) = json.loads(run("export"))["projects"]
    assert [(spec["id"], spec["layout"]) for spec in project["specs"]] == [("login", "another")]
    assert "TASK001" in run("check")
    event = {
        "session_id": "s", "cwd": str(repo.top), "hook_event_name": "PreToolUse",
        "tool_name": "Write",
        "tool_input": {"file_path": str(repo.top / ".another/plans/login/approval.json"),
                       "content": "{}"},
    }  # fmt: skip
    assert '"deny"' in run("hook", "claude-code", stdin=json.dumps(event))


def custom_layout(*lines: str) -> Layout:
    text = "\n".join(["[layout.own]", 'homes = ["x"]', "artifacts = []", *lines])
    return parse(text, "aos-check.toml").layout["own"]


def test_a_layout_with_an_unknown_key_is_refused() -> None:
    assert custom_layout('specs = { name = ".+" }').name == "own"
    with pytest.raises(CannotCheckError, match=r"unknown key layout\.own\.home"):
        custom_layout('specs = { name = ".+" }', 'home = "x"')


def test_a_layout_with_a_broken_pattern_is_refused() -> None:
    with pytest.raises(CannotCheckError, match="unterminated"):
        custom_layout('specs = { name = "(.+" }')
