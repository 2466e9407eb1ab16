"""The import contracts hold, and each one fails when a module breaks it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = Path("src/aos_check")

BREAKS = {
    "imports point downwards": ("model/errors.py", "from aos_check.reading import status"),
    "no circles": ("git/program.py", "from aos_check.git import repository"),
    "click: cli": ("judging/judge.py", "import click"),
    "GitPython: git": ("history/commits.py", "import git"),
    "nats: live": ("judging/input/live.py", "import nats"),
    "subprocess: git, and doctor for other hooks": ("ci/gitlab.py", "import subprocess"),
    "mistletoe: reading.markdown": ("reading/tasks.py", "import mistletoe"),
    "yaml: reading.structured": ("reading/records.py", "import yaml"),
    "jsonschema: reading.schemas": ("reading/phases.py", "import jsonschema"),
    "tree-sitter: agent_hook.shell.syntax": ("agent_hook/sessions.py", "import tree_sitter"),
    "pygls: language_server": ("judging/workspace.py", "import pygls"),
    "jinja2: reporters.page.rendering": ("reporters/page/summary.py", "import jinja2"),
    "mcp: mcp_server": ("setup/installing.py", "import mcp"),
}
"""For each contract: a line that breaks it, and the file to add the line to."""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / PACKAGE, tmp_path / PACKAGE, ignore=shutil.ignore_patterns("*.pyc"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def contracts(checkout: Path) -> dict[str, str]:
    """The state of each contract of the checkout: KEPT or BROKEN."""
    program = "from importlinter.cli import lint_imports_command as run; run()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--no-cache"],
        cwd=checkout, env={"PYTHONPATH": "src"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = re.findall(r"^(.+) (KEPT|BROKEN)$", done.stdout, re.MULTILINE)
    assert found, done.stdout + done.stderr
    return dict(found)


def test_they_hold(checkout: Path) -> None:
    assert contracts(checkout) == dict.fromkeys(BREAKS, "KEPT")


def test_each_fails_when_its_line_is_there(checkout: Path) -> None:
    for file, line in BREAKS.values():
        path = checkout / PACKAGE / file
        path.write_text(f"{path.read_text('utf-8')}\n{line}\n", "utf-8")
    assert contracts(checkout) == dict.fromkeys(BREAKS, "BROKEN")
