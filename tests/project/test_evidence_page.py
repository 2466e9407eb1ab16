"""The example of docs/explanation/evidence.md is executed, and prints what the page says."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from aos_check.judging.config import parse
from tests.support.git_repo import Repo, environment, put_on_path

PAGE = (Path(__file__).parents[2] / "docs/explanation/evidence.md").read_text("utf-8")
PLAN = ".agent-os/specs/2025-10-08-login/tasks.md"


def fence(name: str) -> str:
    [found] = re.findall(rf"^```{name}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


def test_the_example(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "work")
    spec = {PLAN: "# Spec Tasks\n\n- [ ] 1. Sign-in form\n", ".gitignore": "__pycache__\n"}
    repo.commit("docs: plan", {**spec, PLAN.replace("tasks", "spec"): "# Login\n"})
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    done = subprocess.run(
        ["bash", "-e", "-c", fence("sh example")], cwd=repo.top, capture_output=True, check=False,
        env=environment() | put_on_path(bin_folder),
    )  # fmt: skip
    assert done.returncode == 0, os.fsdecode(done.stderr)
    assert fence("text") in re.sub(r"in [0-9a-f]{10},", "in 1a2b3c4d5e,", done.stdout.decode())


def test_the_settings_are_valid() -> None:
    config = parse(fence("toml"), "pyproject.toml")
    assert config.evidence.require == ("work", "tests", "proof")


@pytest.mark.parametrize("file", ["../reference/rules.md", "trust.md"])
def test_links_lead_somewhere(file: str) -> None:
    assert f"({file}" in PAGE
